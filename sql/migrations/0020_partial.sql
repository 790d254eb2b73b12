-- Two more words for what is not quite known: answers are there and the profile is not, or too little
-- was answered (partial), and answers that have aged out keep the last band that was known.
alter table app.suppliers drop constraint suppliers_assessment_status_check,
  add constraint suppliers_assessment_status_check check (assessment_status in
    ('never_asked', 'asked', 'partial', 'not_judged', 'no_response', 'assessed', 'stale'));
alter table app.suppliers drop constraint suppliers_band_reason_check,
  add constraint suppliers_band_reason_check check (band_reason in
    ('computed', 'no_response', 'profile_incomplete', 'answers_incomplete', 'stale', 'open_incident',
     'override'));
