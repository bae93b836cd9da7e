"""Pages for people: server-rendered, no script, nothing from another host."""
