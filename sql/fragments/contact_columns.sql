-- What clients see of a contact; `c` is app.contacts.
c.id, c.revision, c.name, c.email, c.phone, c.role, c.locale, c.source, c.deliverable
