// title: What links two things
// description: Every statement that speaks of both, in whatever part.
// param: a entity — the one
// param: b entity — the other
// columns: a b subject predicate object speaker polarity modality sentence article
// sort: article sentence predicate
// example: kg query between a=Blinken b=Israel
const statements = things => things.in(["<rdf:subject>", "<rdf:object>", "<kg:speaker>"])
	.or(things.in("<rdf:value>").in(["<kg:argument>", "<kg:via>"]))

statements(g.V(...a).tag("a"))
	.and(statements(g.V(...b).tag("b")))
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<rdf:subject>", "subject")
	.saveOpt("<rdf:object>", "object")
	.saveOpt("<kg:speaker>", "speaker")
	.all()
