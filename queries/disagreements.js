// title: Who is for it and who is against it
// description: The two sides of a topic, each with its evidence. "not for" and "not against" are
// said of those who deny it.
// param: topic topic — what it is about: its name, or words of it
// param: pro predicate = support, praise, call for, urge — what the one side does
// param: contra predicate = oppose, reject, criticise — what the other side does
// columns: side who predicate topic speaker modality inferred confidence sentence article
// sort: side who -confidence
// example: kg query disagreements topic=reoccupation
const topics = g.V(...topic).tag("topic")

const side = (name, predicates) => topics.in("<rdf:object>")
	.or(topics.in("<rdf:value>").in("<kg:argument>"))
	.has("<rdf:predicate>", ...predicates)
	.save("<rdf:subject>", "who")
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:confidence>", "confidence")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<kg:speaker>", "speaker")
	.saveOpt("<kg:inferred>", "inferred")
	.forEach(row => {
		row.side = row.polarity == "negative" ? "not " + name : name
		g.emit(row)
	})

side("for", pro)
side("against", contra)
