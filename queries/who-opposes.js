// title: Who opposes it
// description: Who is against something, in whatever words: "denounce", "be against", "reiterate
// opposition to". What others report of them, and what follows from their words,
// is told apart by its columns.
// param: topic topic — what it is about: its name, or words of it
// param: stance predicate = oppose — a predicate, or a class of them
// param: polarity text = positive — negative: who is said not to
// columns: who predicate topic speaker polarity modality inferred confidence sentence article
// sort: -confidence who
// example: kg query who-opposes topic=reoccupation
const topics = g.V(...topic).tag("topic")

topics.in("<rdf:object>")
	.or(topics.in("<rdf:value>").in("<kg:argument>"))
	.has("<rdf:predicate>", ...stance)
	.has("<kg:polarity>", polarity)
	.save("<rdf:subject>", "who")
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:confidence>", "confidence")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<kg:speaker>", "speaker")
	.saveOpt("<kg:inferred>", "inferred")
	.all()
