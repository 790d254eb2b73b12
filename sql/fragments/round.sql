-- Where a round stands among the submitted rounds of its supplier, counted under the supplier's lock;
-- `r` is app.responses. What is not submitted has no place: a comparison with it is null.
r.round
