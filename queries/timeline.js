// title: What happened with an entity, in order
// description: The statements about an entity that tell when, by that time; those that do not
// stand at the date of their article.
// param: entity entity — its name, or one of its aliases
// columns: time published subject predicate object speaker polarity modality sentence article
// sort: time published article sentence
// example: kg query timeline entity=USAID
const entities = g.V(...entity)

entities.in(["<rdf:subject>", "<rdf:object>"])
	.or(entities.in("<rdf:value>").in("<kg:argument>"))
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<kg:time>", "time")
	.saveOpt("<rdf:subject>", "subject")
	.saveOpt("<rdf:object>", "object")
	.saveOpt("<kg:speaker>", "speaker")
	.forEach(row => {
		const date = g.V(row.article).out("<schema:datePublished>").toValue()
		if (date) {
			row.published = date
			row.time = row.time || date.format("2006-01-02")
		}
		g.emit(row)
	})
