-- An attacker may walk along a link of the kind {{of}} in either direction.
{{of}} in ('network', 'data')
