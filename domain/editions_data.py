"""The lines of the registry: article, title in our words, act, first day in force, first day not in force, page read.

Of the codes themselves encyclopedias were read: the Criminal Code of 9 July 1999 is in force since 1 January 2001, the
Code of Administrative Offences of 2003 from 1 March 2007 to the end of February 2021, that of 2021 from then on. An
article that a code had when the page was written is taken to stand in it from its first day, unless its number says
that it was put in later: then its first day lies at the latest on that of an act of which the page has people accused.
"""

from typing import Final

_CC: Final = "Criminal Code of 9 July 1999"
_2001: Final = "2001-01-01"
_OLD: Final = "Code of Administrative Offences of 2003"
_2007: Final = "2007-03-01"
_NEW: Final = "Code of Administrative Offences of 2021"
_2021: Final = "2021-03-01"

_ELECTION: Final = "https://newskitchen.eu/2020/09/22/over-250-criminal-cases-opened-since-launch-of-election/"
_DEFAMATION: Final = "https://newskitchen.eu/2021/05/14/human-rights-organizations-name-five-new-political-prisoners/"
_SYMBOLS: Final = "https://nkeu.foreignaffairs.co.nz/2021/12/28/eight-names-added-to-the-list-of-political-prisoners/"
_JUDGE: Final = "https://nkeu.foreignaffairs.co.nz/2021/09/03/4-more-persons-imprisoned-on-defamation-charges/"
_ABROAD: Final = "https://pozirk.online/en/news/121517"
_ARMED: Final = "https://belsat.eu/en/news/things-get-real-belarusian-patriots-accused-of-creating-illegal-armed-group/"
_CARTRIDGE: Final = "https://belsat.eu/en/news/one-year-of-liberty-restriction-for-ex-defendant-in-white-legion-case/"
_PAINT: Final = "https://qnt91x.c97.org/en/news/2020/2/10/365378"
_EXTREMISM: Final = "https://pledgetimes.com/2021/06/lukashenka-has-increased-terms-for-rallies-and-extremism/"
_LAW_OF_2005: Final = "https://spring96.org./en/news/14735"
_RESTORED: Final = "https://belsat.eu/en/news/13-01-2022-new-law-returns-liability-for-activities-on-behalf-of-unregistered-organizations/"
_NEW_CAO: Final = "https://belsat.eu/en/news/02-03-2021-new-administrative-code-comes-into-force-in-belarus/"

LINES: Final[tuple[tuple[str, str, str, str, str, str], ...]] = (
    ("CC 130", "incitement of enmity", _CC, _2001, "", _SYMBOLS),
    ("CC 188", "slander", _CC, _2001, "", _ELECTION),
    ("CC 189", "insult", _CC, _2001, "", "https://narodinteres.ru/2593-ugolovnyj-kodeks-respubliki-belarus"),
    ("CC 193", "an organization that infringes on rights", _CC, _2001, "", "https://spring96.org/en/news/14350"),
    (
        "CC 193-1",
        "acting in the name of an organization that is not registered",
        "law of December 2005",
        "[2005-12-15..2006-12-31]",
        "2019-07-19",
        _LAW_OF_2005,
    ),
    (
        "CC 193-1",
        "acting in the name of an organization that is not registered, or was closed",
        "law 144-Z of January 2022",
        "[2022-01-14..2022-01-22]",
        "",
        _RESTORED,
    ),
    ("CC 243", "evasion of taxes", _CC, _2001, "", _ELECTION),
    ("CC 287", "creating an illegal armed formation", _CC, _2001, "", _ARMED),
    ("CC 289", "act of terrorism", _CC, _2001, "", _ABROAD),
    ("CC 290", "threat of an act of terrorism", _CC, _2001, "", _ABROAD),
    ("CC 293", "mass riots", _CC, _2001, "", "http://bel-kodeksy.com/uk_rb/293.htm"),
    ("CC 295-1", "handling arms and ammunition illegally", "not known", "[2001-01-02..2017-03-24]", "", _CARTRIDGE),
    ("CC 295-3", "handling inflammable things illegally", "not known", "[2001-01-02..2019-10-20]", "", _PAINT),
    ("CC 339", "hooliganism", _CC, _2001, "", _ELECTION),
    ("CC 341", "desecration of buildings and damage to property", _CC, _2001, "", _PAINT),
    ("CC 342", "group actions that grossly breach public order", _CC, _2001, "", _ELECTION),
    (
        "CC 343",
        "spreading pornography",
        _CC,
        _2001,
        "",
        "http://www.levonevski.net/pravo/razdelb/text53/page24.html",
    ),
    ("CC 344", "intentional damage to historical and cultural values", _CC, _2001, "", _PAINT),
    ("CC 356", "treason", _CC, _2001, "", "https://spring96.org./en/news/110868"),
    (
        "CC 361",
        "calls against the constitutional order or the state",
        _CC,
        _2001,
        "",
        "https://webarchive.archive.unhcr.org/20240329114333mp_/https://www.refworld.org/docid/42df60b02c.html",
    ),
    ("CC 361-4", "promoting extremist activity", "law of June 2021", "[2021-06-08..2021-06-19]", "", _EXTREMISM),
    ("CC 361-5", "training for extremist activity", "law of June 2021", "[2021-06-08..2021-06-19]", "", _EXTREMISM),
    ("CC 363", "resisting the police", _CC, _2001, "", _ELECTION),
    ("CC 364", "violence or threats against the police", _CC, _2001, "", _ELECTION),
    ("CC 367", "slander of the president", _CC, _2001, "", "https://spring96.org./en/news/116690"),
    ("CC 368", "insult of the president", _CC, _2001, "", _DEFAMATION),
    ("CC 369", "insult of an official", _CC, _2001, "", _DEFAMATION),
    ("CC 369-1", "discrediting the Republic of Belarus", "law of December 2005", "2006-01-01", "", _LAW_OF_2005),
    ("CC 370", "desecration of state symbols", _CC, _2001, "", _SYMBOLS),
    ("CC 389", "threatening a judge", _CC, _2001, "", _JUDGE),
    ("CC 391", "insult of a judge", _CC, _2001, "", _DEFAMATION),
    ("CAO 23.4", "disobeying an official", _OLD, _2007, _2021, _NEW_CAO),
    ("CAO 23.34", "breach of the order of mass events", _OLD, _2007, _2021, _NEW_CAO),
    (
        "CAO 19.11",
        "spreading what calls for extremist activity",
        _NEW,
        _2021,
        "",
        "https://ogkp.by/index.php/be/uchashchimusya-2",
    ),
    ("CAO 24.3", "disobeying an official", _NEW, _2021, "", _NEW_CAO),
    ("CAO 24.23", "breach of the order of mass events", _NEW, _2021, "", _NEW_CAO),
)
