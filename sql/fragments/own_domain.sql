-- Whether the mail domain {{of}} says something of a company: nobody gets an address there for the asking.
({{of}} not in ('gmail.com', 'googlemail.com', 'yahoo.co.jp', 'yahoo.com', 'yahoo.ne.jp', 'ymail.ne.jp',
   'ybb.ne.jp', 'outlook.com', 'outlook.jp', 'hotmail.com', 'hotmail.co.jp', 'live.com', 'live.jp', 'msn.com',
   'icloud.com', 'me.com', 'mac.com', 'aol.com', 'aol.jp', 'gmx.com', 'gmx.de', 'web.de', 'proton.me',
   'protonmail.com', 'mail.com', 'zoho.com', 'qq.com', '163.com', '126.com', 'sina.com', 'naver.com',
   'daum.net', 'hanmail.net', 'docomo.ne.jp', 'ezweb.ne.jp', 'au.com', 'softbank.ne.jp', 'i.softbank.jp',
   'vodafone.ne.jp', 'rakumail.jp', 'nifty.com', 'nifty.ne.jp', 'biglobe.ne.jp', 'mail.ocn.ne.jp',
   'so-net.ne.jp', 'excite.co.jp', 'goo.jp', 'infoseek.jp', 'plala.or.jp', 'dion.ne.jp', 'asahi-net.or.jp',
   'jcom.home.ne.jp', 'jcom.zaq.ne.jp', 'eonet.ne.jp')
   and {{of}} not like '%.ocn.ne.jp' and {{of}} not like '%.plala.or.jp' and {{of}} not like '%.dion.ne.jp'
   and {{of}} not like '%.biglobe.ne.jp' and {{of}} not like '%.so-net.ne.jp')
