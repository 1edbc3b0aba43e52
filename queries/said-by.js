// title: What somebody said
// description: What a person or organization says, by its own words or by the report of
// another, with whether it denies it and how firmly it says it.
// param: speaker entity — who
// columns: speaker subject predicate object polarity modality sentence article
// sort: article speaker sentence
// example: kg query said-by speaker=Blinken
const speakers = g.V(...speaker).tag("speaker")

speakers.in("<kg:speaker>")
	.or(speakers.in("<rdf:value>").in("<kg:via>"))
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<rdf:subject>", "subject")
	.saveOpt("<rdf:object>", "object")
	.all()
