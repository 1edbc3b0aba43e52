// title: What is only possible
// description: Statements of what may be, will be, must be, would be, or is asked: everything
// that is not said to be so.
// param: topic topic ? — only about this
// columns: modality subject predicate object speaker polarity sentence article
// sort: modality article sentence predicate
// example: kg query hedged topic=ceasefire
const open = g.V("future", "possible", "obligation", "hypothetical", "question").in("<kg:modality>")
const topics = g.V(...topic)
const about = topics.in(["<rdf:subject>", "<rdf:object>"])
	.or(topics.in("<rdf:value>").in("<kg:argument>"))

;(topic.length ? about.and(open) : open)
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<rdf:subject>", "subject")
	.saveOpt("<rdf:object>", "object")
	.saveOpt("<kg:speaker>", "speaker")
	.all()
