"""French: verbs of saying, also within the marks, persons, and what is quoted without being said."""

import re
from collections.abc import Iterator

from pronouncer.script.speakers.grammar import Grammar, kinds, words

_FIRST_GROUP = (  # verbs in -er: present, past participle, present participle and imperfect are regular
    "accuser affirmer ajouter alerter analyser annoncer argumenter assurer avancer avouer clamer confier confirmer"
    " commenter commencer considérer constater contester continuer conter crier critiquer déclarer demander dénoncer"
    " déplorer détailler enchaîner enfoncer ergoter estimer évoquer expliquer exploser gronder grommeler glisser"
    " hurler implorer indiquer informer insister interpeller interroger ironiser jurer justifier lâcher lancer lister"
    " marteler menacer murmurer nuancer objecter observer ordonner parier penser plaider plaisanter pester préciser"
    " préconiser proclamer pronostiquer proposer protester questionner raconter railler rappeler rapporter rassurer"
    " récapituler réclamer regretter relater relativiser relever remarquer répliquer répéter résumer révéler rétorquer"
    " s'agacer s'alarmer s'amuser s'emporter s'énerver s'étonner s'exclamer s'indigner s'inquiéter s'interroger"
    " s'insurger soupirer souffler souligner suggérer supplier témoigner temporiser tonner trancher tweeter twitter"
    " vociférer tempérer prophétiser balayer pointer appeler signaler"
)
_OTHERS = (
    "dit disent disait disaient dire disant dixit écrit écrivent écrivait écrivant répond répondent répondu répondait"
    " répondant reconnaît reconnaissent reconnu reprend repris reprenait promet promis promettait soutient soutenu"
    " soutiennent maintient maintenu prévient prévenu prévenait admet admis convient convenu conclut conclu concluait"
    " avertit averti réagit réagi renchérit renchéri rugit réjouit réjouissait réjoui défend défendu"
    " souvient souvenait sourit souri poursuit poursuivi poursuivait prédit glapit gémit rit surenchérit surpris lit"
    " lu craint espère entend redoute veut assène martèle répète considère tempère révèle suggère lève"
    " rappelle appelle interpelle inquiète jette projette achève complète énerve agace exaspère exaspéré répétait"
    " fulmine fulminé"
)
_TREATING = (
    "qualifie qualifié qualifiait qualifient juge jugé jugent parle parlé parlait parlent décrit décrivait fustige"
    " fustigé taxe taxé traite traité salue salué voit vu trouve trouvé refuse refusé rejette rejeté refusait condamne"
    " condamné vante vanté promet dénonce évoque revendique craint raille balaie regrette cite cité présente présenté"
    " reproche reproché réclame assume assumé"
)
_PAIRS = (
    r"(?:fait|faisait) (?:savoir|valoir|remarquer|observer|part)"
    r"|(?:laisse|laissé|laissait) (?:entendre|tomber)|d['’]après"
)
_PERSONS = (
    "acteur actrice adjoint adjointe administrateur administratrice agriculteur agricultrice agent agente ambassadeur"
    " ambassadrice ami amie ancien ancienne apiculteur apicultrice architecte artisan artiste attaquant attaquante"
    " auteur auteure autrice avocat avocate avocats bâtonnier berger bergère boulanger boulangère candidat candidate"
    " capitaine chanteur chanteuse chancelier chancelière chauffeur chef cheffe chercheur chercheuse cinéaste client"
    " cliente climatologue coach collègue colonel comédien comédienne commandant commissaire commerçant commerçante"
    " compagne compagnon comptable conseiller conseillère coordinateur coordinatrice correspondant correspondante"
    " cousin cousine couturier curé danseur danseuse défenseur délégué déléguée dentiste député députée dessinateur"
    " dirigeant dirigeante directeur directrice docteur docteure doyen doyenne économiste écrivain écrivaine éditeur"
    " éditrice éducateur éducatrice éleveur éleveuse élu élue employé employée enquêteur enquêtrice enseignant"
    " enseignante entraîneur entraîneuse entrepreneur épouse époux étudiant étudiante évêque expert experte femme"
    " fermier fermière fille fils fondateur fondatrice frère garçon garde gardien gardienne gendarme général gérant"
    " gérante guide habitant habitante historien historienne homme hôtelier humoriste infirmier infirmière ingénieur"
    " ingénieure inspecteur inspectrice instituteur institutrice interprète jardinier jardinière joueur joueuse"
    " journaliste juge juriste lieutenant libraire lycéen lycéenne magistrat magistrate maire mairesse maître mari"
    " maraîcher maraîchère marin médecin membre menuisier mère meunier militant militante ministre musicien musicienne"
    " neveu nièce notaire négociateur négociatrice oncle ouvrier ouvrière parlementaire passager passagère passant"
    " passante patron patronne pâtissier pâtissière pêcheur peintre père pharmacien pharmacienne philosophe"
    " photographe pilote plombier poète policier policière pompier porte-parole préfet préfète premier première"
    " présentateur présentatrice président présidente prêtre prince princesse procureur procureure producteur"
    " productrice professeur professeure proviseur proviseure psychiatre psychologue randonneur réalisateur"
    " réalisatrice rapporteur rapporteure recteur rectrice reine représentant représentante responsable résident"
    " restaurateur restauratrice retraité retraitée riverain riveraine roi romancier romancière salarié salariée"
    " scénariste scientifique secrétaire sénateur sénatrice sociologue sœur soldat sous-préfet sous-préfète"
    " spécialiste sélectionneur surveillant syndicaliste tante technicien technicienne témoin touriste traducteur"
    " trésorier trésorière tuteur usager usagère vétérinaire veuf veuve viticulteur viticultrice vigneron vigneronne"
    " victime villageois villageoise visiteur visiteuse voisin voisine volontaire voyageur voyageuse buraliste facteur"
    " factrice géologue hydrologue biologiste glaciologue mme mmes m mm mlle dr pr me monsieur madame mademoiselle sir"
    " lady gouverneur gouverneure batelier batelière éclusier éclusière"
)
_GROUPS = (
    "académie administration agence association assemblée autorité banque cabinet chaîne chambre club collectif"
    " collectivité comité commission commune communauté compagnie confédération conseil conservatoire cour département"
    " direction entreprise état-major exécutif famille fédération fondation foule gouvernement groupe hôpital institut"
    " intersyndicale jury justice mairie maison majorité métropole ministère municipalité musée opposition ordre"
    " organisation parquet parti police préfecture préfectorale présidence quotidien rapport rectorat région rédaction"
    " société syndicat tribunal union université usine ville journal hebdomadaire magazine communiqué élysée matignon"
    " supporters salariés habitants riverains parents élus agriculteurs manifestants défense accusation"
)
_FEMALE = (
    "élue intéressée femme fille mère sœur tante"
    " nièce veuve épouse compagne reine princesse mme mlle madame mademoiselle cousine"
    " amie patronne avocate directrice présidente maîtresse ancienne première lady"
)
_MALE = (
    "élu intéressé homme garçon père frère oncle neveu mari fils veuf époux roi prince curé m monsieur cousin compagnon"
    " prêtre évêque"
)


def _forms(infinitives: str) -> Iterator[str]:
    """Inflect verbs in -er, in the third person; what is said of oneself (s'exclamer) without its pronoun."""
    for infinitive in infinitives.split():
        stem = infinitive.removeprefix("s'")[:-2]
        soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
        yield from (stem + ending for ending in ("e", "ent", "é", "ée", "és", "ées", "er", "èrent"))
        yield from (soft + ending for ending in ("ait", "aient", "ant", "a"))


def _plurals(nouns: str) -> Iterator[str]:
    for noun in nouns.split():
        yield noun
        if noun[-1] not in "sx":
            yield noun + "s"


_KINDS = {
    "S": words(_TREATING),
    "V": {*_forms(_FIRST_GROUP), *_OTHERS.split()},
    "x": words(
        "a ont avait avaient ait aura aurait auraient serait seraient est sont était étaient sera fut eut n ne pas"
        " jamais y s se plus toujours aussi ensuite"
        " puis alors encore déjà bien enfin lui leur m t j même souvent aujourd'hui hier demain tôt tard ainsi"
        " notamment surtout lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin"
        " juillet août septembre octobre novembre décembre avoir être été d'abord simplement en peu tout"
    ),
    "p": words(
        "de du des d à au aux dans sur sous par pour avec sans chez vers entre contre devant derrière avant après"
        " depuis pendant dès lors jusqu jusque malgré face près hors parmi outre durant envers"
    ),
    "A": {"selon", "d'après", "d’après"},
    "r": words("qui dont où lequel laquelle"),
    "t": {"que", "qu", "si", "quand", "lorsque", "lorsqu", "tandis", "comme", "pourquoi", "comment", "ce"},
    "c": words("et mais ou ni or donc car"),
    "D": words(
        "le la l les un une ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre quelques plusieurs"
        " certains certaines deux trois quatre cinq chaque aucun aucune"
    ),
    "H": words("il elle on ils elles je nous vous celui-ci celle-ci"),
}

FRENCH = Grammar(
    kinds=kinds(_KINDS),
    tokens=re.compile(
        r"(?:[A-Z]\.)+(?:(?=\W)|$)|\b(?:M|MM|Dr|Pr|Me|St|Ste)\.(?=\s)|\baujourd['’]hui\b"
        rf"|\b(?i:{_PAIRS})\b"
        r"|\b(?:[LlDdNnJjMmTtSsCc]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu)['’](?=\w)"
        r"|-(?:t-)?(?:ils?|elles?|on|je|nous|vous)\b"
        r"|[^\W_]+(?:[-’'‑&](?!(?:t-)?(?:ils?|elles?|on|je|nous|vous)\b)[^\W_]+|(?<=\d)[.,]\d+)*"
        r"|[.!?…]+(?![\w.,])|--|[,:;()\[\]—–]|(?<=\s)-(?=\s)"
    ),
    roles=frozenset(_plurals(_PERSONS)) | words("gens enfants généraux"),
    kin=words(
        "m mm mme mmes mlle dr monsieur madame mademoiselle mère père fils fille frère sœur mari femme épouse époux"
        " tante oncle cousin cousine ami amie voisin voisine habitant habitante riverain riveraine homme garçon victime"
    ),
    modifiers=words(
        "premier première vice ancien ancienne ex jeune grand grande adjoint général générale nouveau nouvelle futur"
        " future délégué ex-ministre"
    ),
    surnames=words(
        "berger boulanger meunier marchand lefèvre leroy roi prince marin pêcheur garde poète chevalier facteur juge"
    ),
    groups=frozenset(_plurals(_GROUPS)),
    answers=words("mot mots réponse verdict message avis conclusion réaction commentaire explication formule consigne"),
    pairs=re.compile(_PAIRS, re.IGNORECASE),
    nouns=words(
        "demande réponse annonce lance menace réplique commente entend reproche appel crainte rapporte avance liste"
        " taxe dit écrit critique parti vu"
    ),
    female=words(_FEMALE),
    male=words(_MALE),
    pronouns={
        **{"il": "m", "elle": "f", "celui-ci": "m", "celle-ci": "f", "ils": "they", "elles": "they"},
        **dict.fromkeys(("on", "je", "nous", "vous"), ""),
    },
    possessives={},
    owning=words("son sa ses leur leurs notre"),
    proper=words(
        "académie agence assemblée association banque bureau cathédrale centre chambre club comité commission"
        " compagnie confédération conseil cour département fédération festival fondation groupe hôpital hôtel institut"
        " ligue maison mairie ministère musée office opéra organisation parti port préfecture république rue avenue"
        " place pont saint-denis société syndicat théâtre tribunal union université ville sncf cgt cfdt edf"
    ),
    newspapers=words("monde figaro parisien point équipe humanité express dauphiné télégramme progrès midi"),
    agent=frozenset({"par"}),
    indefinite=words("un une des quelques plusieurs certains certaines deux trois quatre cinq chaque aucun aucune"),
    articles=words("un une des quelques chaque"),
    unsaid=re.compile(
        r"(?:\b(?:mots?|termes?|expression|slogan|devise|surnom|titre|nom|étiquette|mention|label|proverbe|adage"
        r"|dicton) (?:de |d['’])?"
        r"|\b(?:idée|notion|concept|accusations?|soupçons?|mythe) (?:de |d['’])(?:une? )?"
        r"|\b(?:surnommée?s?|baptisée?s?|intitulée?s?|dites?|dits|prétendue?s?|soi-disant|titrée?s?|rebaptisée?s?)"
        r"|\b(?:pancartes?|banderoles?|affiches?|panneaux?|panonceaux?|tracts?|inscriptions?|mot|billet|écriteaux?"
        r"|autocollants?|graffitis?|t-shirts?|plaques?)\b[^.:;«»]{0,60})\s*[,:]?\s*$",
        re.IGNORECASE,
    ),
    works=re.compile(
        r"\b(?:film|livre|roman|album|pièce|chanson|spectacle|série|émission|exposition|poème|tableau|essai|opéra"
        r"|documentaire|recueil|récit|opération|titre|morceau"
        r"|comédie|drame|projet|article|nouvelle|conte|bande dessinée|mémoires|autobiographie"
        r"|podcast)\b[^.;:«»]{0,30}$",
        re.IGNORECASE,
    ),
    notes=re.compile(
        "pancartes?|banderoles?|affiches?|panneaux?|tracts?|inscriptions?|billets?|écriteaux?|graffitis?|plaques?"
    ),
    belongs=frozenset(("de", "du", "des", "d")),
    views=frozenset(("pour",)),
    adverb=re.compile(r"\w{3,}(?:amment|emment|[aeiou]ment)$"),
    finite=re.compile(
        r"\w+(?:èrent|aient|ait|ut|irent)$|veut|vient|fait|va|prend|part|tient|reste|arrive|ouvre|ferme|sort|devient"
        r"|quitte|entre|doit|peut|croit|sait|continue|refuse"
    ),
    peoples=re.compile(
        r"[a-zéèç]{3,}(?:[ao]is|[ao]ise|ien|ienne|ain|aine|arde?)|espagnole?|allemande?|russe|belge|suisse|élue?|intéressée?|édile|\w+(?:génaire|ntenaire)"
    ),
    qualities=re.compile(
        r"\w{2,}(?:ale?s?|aux|elles?|iques?|ifs?|ives?|aires?|imes?|[aoi]ises?|[ao]is|istes?|i?ens?|iennes?|aine?s?)"
        r"|sortante?s?|délégué(?:e?s?)|adjointe?s?"
    ),
    genders={"le": "m", "un": "m", "la": "f", "une": "f"},
    inside=True,
)
