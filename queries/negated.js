// title: What is denied
// description: Statements that somebody, or the article itself, says are not so.
// param: topic topic ? — only about this
// columns: subject predicate object speaker modality sentence article
// sort: article sentence predicate
// example: kg query negated topic=ceasefire
const denied = g.V("negative").in("<kg:polarity>")
const topics = g.V(...topic)
const about = topics.in(["<rdf:subject>", "<rdf:object>"])
	.or(topics.in("<rdf:value>").in("<kg:argument>"))

;(topic.length ? about.and(denied) : denied)
	.save("<rdf:predicate>", "predicate")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<rdf:subject>", "subject")
	.saveOpt("<rdf:object>", "object")
	.saveOpt("<kg:speaker>", "speaker")
	.all()
