"""What tells the languages of Central Asia apart in a few words: frequent words, stems, and names that tell nothing."""

KAZAKH, KYRGYZ, TAJIK, UZBEK, TURKMEN = CENTRAL_ASIAN = ("kk", "ky", "tg", "uz", "tk")
RUSSIAN, ENGLISH = "ru", "en"

# Frequent words, folded. Russian (also in Latin letters) and English compete on the same terms.
WORDS = {
    KAZAKH: """
        айлыгымды айтты акша алады алсам алуга алып анам аркылы ата ашык ба бар бара барама бари барлык барсам
        баска бе бере беринизши бермей беруши биз бизге бизди бирак бойынша бол болады боладыма болама болар
        болды болмайды болса болып бул дейди егер еди екен емес жаксы жане жатыр жатырмын жок жокпа жумыс
        жумыска жумысым жур журмин издеп истейин истеймин истеу кажет кай кайда кайдан кайтсем кайтып калай
        калды калдым кандай кашан кейин кел келдим керек кет кимге комек комектесиниз комектесинизши кужат
        кужаттарымды ма маган ме мен менде мени менимен менин мунда мында немене немесе номири озим озимнин
        осы осында отыр па паспортымды пен сагат саламатсызба салеметсиз сиз сизге сиздер сиздин сол сонда
        тагы тегин телефоны туралы турамын турмын уйге уйден ушин шыгарды шыгармай
    """,
    KYRGYZ: """
        айлыгымды айтам айтты акча акчам алам алса алсам алып аны апам аркылуу ачык балам бар барбы барсам
        башка башы бекер бербей бергилечи бере бериниз беринизчи биз бизге бизди бирок болобу болот болсо
        болсом болуп болуптур боюнча бул дагы жакка жакта жакшы жана жардам жатам жатат жатышат жок жонундо
        жумуш жумушка жумушум журом издеп иштейм кайда кайдан кайра кайсы калды калдым кандай кантип кантсем
        канча качан келдим керек керекпи кийин ким кимге кимде кирип кылам кылса кылсам мага мен менде менен
        мени менимче менин мумкун ошол паспортумду салам саламатсызбы сиз сизге сиздер сиздин тил турам
        тууралуу уйго уйдон учун ушул чон эгер экен эле эмес эми эмне эмнеге эмнелер эмнени энем
    """,
    TAJIK: """
        аз акнун алайхи апаам аст ба баргаштан барои бачаро бе бехтар бо бораи бояд ва вакте гирам гирифтан
        гирифтанд гум дар дарем даркор дигар дихад дихам дихед додан дорад дорам доранд духтарам ердам ери
        ехуд занад занам занг зиед илтимос ин инчо истодаам кадом кай калон кард кардам карданд касал ки кор
        кори кумак кунад кунам кунанд кунед кунем куч кучо кучост лозим ман манро маро мебошад мегирам медихад
        медихед мекунад мекунам мекунанд метавонад метавонам мехохам мешавад мешад мо модарам моро мох мохи
        муздам мумкин нав нагузаронданд надод надоданд надорад надорам намедихад намедиханд наметавонад
        наметавонам намешавад нест номаи оид оиди омадам он онхо падарам пеш писарам пул равад равам раками
        расид рафта рафтан рох се тавр ташаккур точ хам хамин хаст хастам хастанд хел хона хонаам худ хуччат
        чанд чаро чи чиз шавхарам шуд шуда шумо шуморо ягон як
    """,
    UZBEK: """
        agar aka aytaman aytib ayting bera beradi beradimi bering beringlar bermadi bermayapti bilan bir biz
        bizga bizni boladi boladimi bolamga bolmaydi bolsa bor boraman borishim bormi borsam boshqa bu bunday
        edi ekan emas endi esa hali ham haqida hozir hujjat hujjatlarimni iltimos ish ishga ishlab ishlash
        ishlayman javob juda kanday kasal keldim kelganman kerak kerakmi kere keyin kim kimga lekin manzili
        men menda menga meni mening mumkin mumkinmi nega nima nimaga nimalar nomer ochiqmi olaman olish
        olmayapman olmayapti olsam onam opa opam otam otib otiribman oyligimni oylik oz pulim qachon qanaqa
        qancha qanday qayer qayerda qayerdan qayerga qaysi qayta qaytmoqchiman qilaman qilay qilib qilish
        qilsam qoldi qoldim qolib qoydi raqami shu siz sizga sizlar telefonim topolmayapman uchun ukam ular
        unga uni uning uyga va xotinim yana yaxshi yerda yoki yoq yoqmi yoqolib yordam yuribdi yuribman агар
        айтаман айтинг ака алайкум бера беради берадими беринг беринглар бермади бермаяпти биз бизга бизни
        билан бир боламга бор бораман боришим борми борсам бошка бу булади буладими булмайди булса бундай ва
        еки ерда ердам жавоб жуда илтимос иш ишга ишлаб ишлайман ишлаш йок йук йукми йуколиб каби каер каерга
        каерда каердан кайси кайта кайтмокчиман канака кандай канча касал качон кейин келганман келдим керак
        керакми килай киламан килиб килиш килсам ким кимга колди колдим колиб куйди лекин манзили мен менга
        менда мени менинг мумкин мумкинми нега нима нимага ойлигимни ойлик оламан олиш олмаяпман олмаяпти
        олсам онам опам отам очикми пулим раками сиз сизга сизлар топа тополмаяпман уйга укам улар унга уни
        унинг утиб учун хакида хали хам хозир хотиним хужжат хужжатларимни шу эди экан эмас энди эса юрибди
        юрибман яна яхши
    """,
    TURKMEN: """
        acykmy almaly alyp arz aydyn aylygymy aylyk barada barmak barmaly barmy barsam bas berin berip
        bermediler bermeyar bermeyarler beryar beryarler beryarmi bilemok bilen bilenok bir biz bize bizi
        bizin bolar bolarmy boldy bolmaz bolsa bolup bolyan bolyar bolyarmy bu cagam cagama dal dine diyip
        dogan edin edip edyan edyar edyarin ejem emma etmek etmeli geldim gelyar gerek gerekmi gitmeli gowy
        gozleyarin hacan hachan hakyny haysy hazir hem hemme hic indi isgarmi isim islap islemek isleyan
        isleyarin jan kakam kim kime kireyine komek kop mana maslahat men mende meni menin mugt nace nadip
        nahili namani name nira niradan nirade nirede nireden olar onun oyde oyden oye oz pasportym pulum
        resminama resminamalarymy sag sana sebapli seyle siz sizden size sizin son sorap su uchin ucin uyam
        yaly yaramok yardam yene yerde yok yol yone
    """,
    RUSSIAN: """
        bez bil bila bili byl byla byt chego chelovek chem chto cto deneg dengi dlya domoj domoy ego esli est
        eto gde hochu ili iz ja kak kakie kakoj kakoy kogda kogo komu kto kuda ludi menja menya mne moi moj
        mojno moy moya mozhno muj muzh my na nado nam nas ne nee net nomer nujen nujna nujno nuzhen nuzhna
        nuzhno ona oni ot otkuda pasport po pochemu podskajite podskazhite pojaluista pojalusta pojaluysta
        pomoch pomogite pomosch pomosh pomow posle pozhaluysta pri privet rabota rabote raboti rabotu raboty
        shto skajite skazhite skolko spasibo srochno tak takoe ti tut ty u uje uze uzhe v vam vas vi vse vy
        xochu ya za zabral zabrali zdes zdravstvuyte а без бы был была были было быть в вам вас все всех вы
        где да дайте денег деньги для до его ее ей ему если есть еще за забрал забрала забрали и из или им их
        к как какая какие какой когда кого кому кто куда ли меня мне мной моего мои мой моя мы на нам нас не
        него нет ни ничего но нужен нужна нужно о об он она они от очень паспорт по под помогает помогите
        поможет помочь после потому почему при про работа работу работы с сейчас скажите сколько со спасибо
        так такое там то тоже только тут ты у уже хочу чего через что чтобы эта это этот я
    """,
    ENGLISH: """
        a about after aka all am an and any are as at bank bar be been bus but by can could do does for free
        from get give had has have he help her here him his home how i if in is it jan job just like me men my
        name need no not number of on one only opa or other our out please she size so some take that the
        their them there they this to too us want was we were what when where which who why will with women
        work you your
    """,
}

# Beginnings of words about work, papers, home and trouble, folded: these languages inflect by adding endings.
STEMS = {
    KAZAKH: """
        азаматты айел айлыг айтыны айыппул акысы алдап алмад алмай арыз ауру ауыр балабакш балалар баспана
        беринизш бермей билмей болмай даригер дарихана елши емдел емхана жазыны жалакы жалга жатакхан жауап
        жерим жибер жогалт жогалы жумыс журм зангер зомбылы истег истед истей казакша кайда кайтар кайтк
        карындас кашан келин кенес кимге комек конак коркы корсет корык кужат куйеу кукы кулды куштеп кызмет
        мажбур мекеме мекенжай мектеп мерзим орталы отбас откиз пайдалан ресей руксат сураг сурак суык тамак
        тилинд тирке толем толен туган турам турган тусин туыс узарт уйым укыг укык урады урып устап хабарла
        шекара шыга
    """,
    KYRGYZ: """
        айлыг айтып айып акчам албад албай алдап алышам апам арыз ата-энем аялы балам балдар батир бербей
        бергиле бересиз бериниз билбей болбой болум борбор дареги дарек дарыгер дарыкан дарыла жазыны жаран
        жардам жатакан жогол жогот жооп жумуш журоб журом зомбулу иштег иштед иштей иштеп кабарл кайтар кайтк
        кармап карындаш катто качан келин кенеш койчу коркуп корсот куйоо кулчулу кызмат кыргызча мажбур маяна
        мекеме мектеп моонот оорул ооруп откор пайдалан сабай суроо суук тамак текшер тилинд толоб толог турам
        тууган тушун узарт укук уруксат уруш уюм чыгар чыгып элчи эмне
    """,
    UZBEK: """
        aldab aldad ariza bering berish bermay bolal bolam bolmay chegara chiqar chiqol davola dorixon elchi
        farzand fuqaro homilad hujjat huquq ijara ishlad ishlag ishlay jarima javob joylash kelish ketish
        majbur maktab manzil maosh markaz maslahat muddat murojaat oilam olmad olmay ololm oylig qarindosh
        qaytad qaytib qaytm qidir qilmay qongir qorq qullik raqam royxat ruxsat savol shifokor sovuq tashkilot
        tolama tolash topolm tushun urishy ushlab uzaytir xabar xizmat xotin yashash yashay yoqol yoqot yordam
        yotoqx zoravon алдаб алдад ариза беринг бериш бермай болал болам булмай давола дорихон ердам етокх
        жавоб жарима жойлаш зуравон ижара ишлаг ишлад ишлай йукол йукот кайтад кайтиб кайтм кариндош келиш
        кетиш кидир килмай корк кулли кунгир мажбур мактаб манзил маош марказ маслахат муддат мурожаат оилам
        ойлиг олмад олмай ололм ракам руйхат рухсат савол совук ташкилот тополм тулама тулаш тушун узайтир
        уришя ушлаб фарзанд фукаро хабар хизмат хомилад хотин хужжат хукук чегара чикар чикол шифокор элчи
        яшай яшаш
    """,
    TURKMEN: """
        adamym aldady aldap ayal aylyg aylyk barlag bejer belgisi beren bermey beryar bilemok bilemzok bolyar
        caga cykar cykyp dermanhan dilinde dusun garyndas gaydas gaydyp gelip gelnim gidip gitmel gitsin
        goberm goreb gorkez gorkup gorky goyber gozle gurama habar hasaba hukuk hyzmat ilcihan isgar isled
        islem isley jay jerime jogap kesel kirey komek lukman masgala maslahat mejbur mekdeb mekdep merkez
        mohlet rayat resminama rugsat saklap salgy serhet sorag sowuk syrkaw tapyp toleme turkmenc tutmal urup
        uryar uzalt yasap yasay yerles yitdi yitir zahmet
    """,
    TAJIK: """
        бакайд баргашт бародар баромад бемор гирифт гулом дароз дорухон духтур ердам забон зиндаг зурова
        ичозат ичора карда кудак кумак мактаб маош марказ маслихат мачбур мегир медих мезан мекоб мекун меояд
        мерав метав метарс мефахм мехох мечу мешава модар музд мурочиат мухлат мухочир надод надор намегуз
        намедих намекун намемон намерав наметав намефахм намехох намешав оила падар пачпорт ракам рафта савол
        сархад сафорат сурога табобат ташкилот фарзанд фиреб хабар хизмат хобгох хомила хохар хукук хунук
        хурок хуччат чавоб чарима шавхар шахрванд шикоят шиноснома
    """,
}

# Names, offices and greetings, by first letters and folded, tell who writes and of what, not in which
# language: «салам, где работа в Оше» is Russian.
NEUTRAL = """
    akimat aktau aktob alaikum alaykum aleikum alma-ata almat andij aqtau aqtob asgab ashga ashkha assal
    astana atyrau balkanab batken bishke biskek bokhtar boxtar buhar bukhar buxor charj chimkent dashog dasog
    denau denov dusanb dushan fargon fergan gazag gyrgyz habarovsk hisor hokim hujand isfara issyk jalal
    jamoat jizzakh jizzax kandas karagand karakol karshi kazah kazakh khabarovsk khiva khorezm khorog khujand
    kirgi kokand kostana kulob kulyab kyrgyz kyzylord mahall manat mangyst moscow moskv moskw namangan naryn
    nauryz navoi navruz nukus nursultan oralman ozbek pamir pavlodar qaragand qarshi qazaq qirg qoqon qostana
    qozog qyzylord rahmat rahmet rakhmat raxmat salam salem salom samark samarq semey shymkent tadj tadz tajig
    tajik talas taraz tashken tasken tenge termez termiz tojik tokmok toshken turkmen urgan urgen uzbek vahdat
    xabarovsk xiva xorazm xorog xujand zhalal zhanaozen айыл акимат актау актоб алайкум алейкум алма-ата алмат
    ангрен андижан андижон ассал астан атырау ашгабат ашхабад бадахшан байрам байрамал балканаба балыкчы
    баткен бишке бохтар бухар бухоро вахдат гбао гиссар дашогуз дашховуз денау джалал джамбул джамоат джизак
    душанб дюшанбе жалал жамбыл жанаозен жиззах иссык истаравшан исфар казакс казакст казах казок кандас
    канибадам караганд каракалпак каракол карши кашкадар кзылорд киргиз козог коканд кокшетау костана кукон
    кулоб куляб курбан курган кургон кустана кызылорд кыргыз лебап манат мангистау мангыстау маскав махалл
    москв навои навруз наманган нарын наурыз нооруз нукус нурсултан озбек окмоту оралман орус оскемен павлодар
    памир панчакент пенджикент петропавл рахмат рахмет рашт росси русия русски салам салем салом самаркан
    сарыагаш семипалат согд сугд сулюкт сурхан сырдар таджи тажик талас талдык тараз ташауз ташкен теджен
    темиртау тенге термез термиз тожик токмо точик тошкен туркестан туркмен турсунзаде узбек узбеч узген
    уральск урганч ургенч фаргон ферган хабаровск хатлон хива хисор ходжен хоким хокимият хоразм хоргос хорезм
    хорог хоруг худжан хучанд чарджоу чимкент чирчик чолпон шимкент шымкент ысык экибастуз
"""
