-- Whether whoever asks may see question {{of}}: all but who answers some sections alone.
($codes::text is null or position(e'\n' || {{of}} || e'\n' in $codes::text) > 0)
