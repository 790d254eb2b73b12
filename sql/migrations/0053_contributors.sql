-- A link may lead to some sections alone: who holds it answers their questions and nothing else. `codes` are these questions,
-- since a published questionnaire never changes. Who owns a response makes such links for colleagues: with the link
-- they were made by (`parent_id`) they end. `label` says whom the link is for.
alter table app.links
  add column sections text[],
  add column codes text[],
  add column label text,
  add column parent_id uuid,
  add constraint links_sections check ((sections is null) = (codes is null));
