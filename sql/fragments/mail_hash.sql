-- Of whom a link is: the hash of a mail address, letter case aside.
sha256(convert_to({{of}}, 'UTF8'))
