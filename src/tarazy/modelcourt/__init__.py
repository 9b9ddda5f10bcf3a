"""A synthetic country of courts, people, cases and acts in Russian and Kazakh, with known truth.

Every act says in its first line that it is model data. People, companies and identifiers are invented; names of
places and kinds of courts are real, their codes and judges are not.

How a case comes about (the stated rule, `rule.py` over `rules/*.yaml`): a category is dealt from a shuffled deck, a
court from a shuffled block, so that numbers are unique without memory and shards are disjoint. Facts are drawn each
with its probability; a defendant who stays away (`absent`) raises no defence. score = base + weights of the true
facts. For each claim, score + offset + drift of the court + spread * logistic noise decides: granted above half the
band, granted in part within it, denied below; `spread` is the discretion of the category. If the first claim fails,
so do those that hang on it. The losing side may appeal; the higher court judges the same score again, without the
drift and with less chance, and lets a differing act stand three times in ten.

What the text shows: true facts that help the claimant stand in the claim, missing ones are objected to in the
response, defence facts stand in the response, findings on all of them in the reasons. A forecaster that may read
only what came before the decision can therefore learn the rule, and can't do better than its noise.
"""
