"""What turns the meaning of a word, as data: fragments that exclude each other, prefixes, denials."""

# Of each group one fragment excludes the others: where two words differ by them alone, both are words.
GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(group.split())
    for group in """
blast clast cyte
hypo hyper normo iso eu
micro macro normo mega
auto allo iso xeno syn homo hetero
vivo vitro situ
intra inter extra
pro anti
pre post
ante post
ante anti
ante retro
peri post
endo exo ecto meso epi
eso exo
en ec
sub super supra
up down
homo hetero
uni bi multi
pluri multi toti uni oligo
mono di tri tetra poly
hemi para quadri mono
primi multi nulli
poly oligo an dys
ab ad
ipsi contra bi uni
cis trans
dextro levo
brady tachy
apo holo
un non
co contra
syn sym
sensitiv specific
mitosis meiosis miosis
mitotic meiotic
afferent efferent deferent
agon antagon
systol diastol
dilat constrict
supine prone
supinat pronat
flex exten
inver ever
anterior posterior interior exterior inferior superior
anterograde retrograde
medial median lateral
proximal distal
dorsal ventral
cranial caudal
rostral caudal
superficial deep
palmar plantar
radial ulnar
atri ventricul
arter ven
artery vein
arterial venous
arteriole venule
carp tars
maxill mandibul
cerebr cerebell
ileum ilium
ileal ilial iliac
ileo ilio
ureter urethr
prostat prostrat
perineal peroneal peritoneal
trapezius trapezium trapezoid
brachi branchi bronchi
varus valgus
kyph lord
entropion ectropion
dysphag dysphas
phag phas plas
plasia trophy
otomy ostomy ectomy
scopy stomy
itis osis oma
emia uria
eremia eriuria
cytosis cytopenia
osis openia
ophilia openia
phil penia
plegia paresis
hemat hepat
hemosta homeosta
hemo homo
hemi hemo
myel myo
myco myxo myelo
oste ostio
osteo ostio
osteo chondro adipo myo
arthr arter
arterio athero
thym thyr
trache trach
papill pupill
gastric gastrin
kal calc natr
kerato cerato
chondro chordo
synov synap
endotheli epitheli mesotheli
somat stromat
stromal strumal
ventricul ventral
apopto autopho
macrophag microphag
exosom endosom lysosom ribosom
antigen antibody
transcription translation
ligand receptor
cytosine cytidine
adenine adenosine
guanine guanosine guanidine
thymine thiamine
uracil uridine
cysteine cystine
creatine creatinine
tyrosine threonine
glutamine glutamate
glucagon glycogen
lysis genesis
genic lytic
lyso lysi
renin rennin
calcidiol calcitriol
estradiol estriol estrone
cortisol cortisone
vinblast vincrist
prednisone prednisolone
quinine quinidine
hydroxyzine hydralazine
dopamine dobutamine
chlorpromazine chlorpropamide
fibrin fibrinogen
plasmin plasminogen
pepsin pepsinogen
trypsin trypsinogen
angiotensin angiotensinogen
thrombin thrombus
ase ose ate ite ide
ane ene ine
ide ine
ic ous
amin imin amid
methyl ethyl acetyl
carboxyl carbonyl
phosphat phosphit
philic phobic
molar molal
kinetic dynamic
cidal static
icidal iostatic
induc inhibit activat
stimul inhibit
excit inhibit
activ passiv
activ inactiv
positive negative
acid alkal
acidic basic
oxidation reduction
oxidi reduc
anabol catabol
cation anion
inspir expir
inhal exhal
incis excis
influx efflux
absor adsor resor reabsor
resor reabsor
secret excret
depolar repolar hyperpolar
contract relax
convergent divergent
concave convex
infus perfus diffus effus transfus
regener degener
prevent promot
increas decreas
gain loss
more less
higher lower
high low
upper lower
before after
early late
left right
first second third last
acute chronic
active passive
major minor
maxim minim
internal external
inner outer
input output
open closed
fast slow
true false
always never
male female
matern patern
donor recipient
benign malignant
dominant recessive
innate adaptive
humoral cellular
motor sensory
soft hard
prophase metaphase anaphase telophase
rubella rubeola
sensitive resistant
infect inject infest
contus confus concuss
irritat irrigat
retract refract
insolat isolat insulat
delet deplet
dilation dilution
phonia phoria
cytokin cytosin
nucleosid nucleotid
chromatin chromatid
humeral humoral
insulin inulin
axill maxill
retinol retinal
ethanol ethanal
heparin heparan
dextran dextrin
keratin keratan
protamin prolamin
digoxin dioxin
lorazepam clorazepam
dexameth betameth
medroxy hydroxy
cana dapa empa ertu
etin etion
ectin ection
hesin hesion
nexin nexion
pre peri
porosis petrosis
arterio arteriolo
cysto cyto
dehydr rehydr
""".strip().split("\n")
)
# What, put before a word, makes another word of it: normal and abnormal, thyroid and parathyroid.
PREFIXES = tuple(
    """
a ab an ante anti apo auto allo bi co contra counter de des di dis dys endo epi es eu ex exo
extra holo hyper hypo il im in infra inter intra ir iso macro mal mega meta micro mis mono
multi neo non nor oligo par para peri poly post pre pro pseudo re retro semi sub super supra
trans tri ultra un uni xeno
""".split()
)
# The words that deny what they stand with.
DENIALS = frozenset(
    "no non not none never neither nor without cannot lack lacks lacking absent absence nothing"
    " nobody".split()
)
