// title: What is said about something, and by whom
// description: What speakers say of a topic, as against what the articles say of it
// themselves.
// param: topic topic — what it is about: its name, or words of it
// columns: topic speaker subject predicate object polarity modality sentence article
// sort: speaker topic article
// example: kg query said-about topic=ceasefire
const topics = g.V(...topic).tag("topic")

topics.in(["<rdf:subject>", "<rdf:object>"])
	.or(topics.in("<rdf:value>").in("<kg:argument>"))
	.save("<kg:speaker>", "speaker")
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<rdf:subject>", "subject")
	.saveOpt("<rdf:object>", "object")
	.all()
