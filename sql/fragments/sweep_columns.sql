-- What a day's sweep did so far; `w` is app.sweeps.
w.day, w.finished_at is not null as done, w.suppliers, w.suppliers_changed, w.scores_appended,
       w.reviews_due, w.overrides_ended, w.acceptances_reopened, w.keys_deleted, w.started_at,
       w.finished_at
