"""Words that say little about the subject of a question; they count less, they are not deleted."""

RUSSIAN = """
а без бы вроде был была были было быть в вам вас ваш ваша ваши во вот все всех всю вы где да даже для до его ее ей
ему если есть еще же за и из или им их к каждый как какая какие каким каких какого какое какой какую когда кого кому
которая которого которое которой которую которые который которых кто куда ли либо лишь мне много может можно мой моя
моего моей мы на над надо нам нас наш не него нее ней нет ни них но ну о об однако он она они оно от очень по под
пожалуйста при про раз с сам свой своего своей своих свою со так также такие такой там те тем то того тоже той
только том тот ту ты у уж уже хотя чего чей чем через что чтоб чтобы чья эта эти это этого этой этом этот эту я
является бывает подскажите скажите сколько зачем почему откуда меня мною себя себе делать сделать могу можем хочу
хотим больше нужно нужен нужна буду сейчас тут здесь знать знаю
""".split()

ENGLISH = """
a about all also am an and any are as at be been being but by can could did do does for from get had has have he her
here hers him his how i if in into is it its just let many may me might more most much must my no nor not of on or
our out own please shall she should so some such than that the their them then there these they this those to too up
us very was we were what when where which who whom whose why will with would you your yours
""".split()

STOP_WORDS = frozenset(RUSSIAN) | frozenset(ENGLISH)
