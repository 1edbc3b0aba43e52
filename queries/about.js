// title: Everything about an entity
// description: Every statement that speaks of an entity, whether as subject, object, speaker or
// otherwise, with its evidence.
// param: entity entity — its name, or one of its aliases
// columns: entity subject predicate object speaker polarity modality sentence article statement
// sort: article sentence predicate
// example: kg query about entity=USAID
const entities = g.V(...entity).tag("entity")

entities.in(["<rdf:subject>", "<rdf:object>", "<kg:speaker>"])
	.or(entities.in("<rdf:value>").in(["<kg:argument>", "<kg:via>"]))
	.tag("statement")
	.save("<rdf:predicate>", "predicate")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<rdf:subject>", "subject")
	.saveOpt("<rdf:object>", "object")
	.saveOpt("<kg:speaker>", "speaker")
	.all()
