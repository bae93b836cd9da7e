FROM python:3.11-slim

WORKDIR /srv/khronika
RUN useradd --system --no-create-home khronika

COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/run.txt

COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY ledger ledger
COPY projections projections
COPY api api
COPY migrations migrations
COPY registers registers
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .

USER khronika
ENTRYPOINT ["khronika"]
CMD ["serve"]
