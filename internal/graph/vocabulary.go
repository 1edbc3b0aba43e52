package graph

import (
	"strings"

	"github.com/cayleygraph/quad"
)

// The vocabulary of the graph. docs/graph.md explains it.
const (
	rdfType       = quad.IRI("rdf:type")
	rdfSubject    = quad.IRI("rdf:subject")
	rdfPredicate  = quad.IRI("rdf:predicate")
	rdfObject     = quad.IRI("rdf:object")
	rdfValue      = quad.IRI("rdf:value")
	rdfStatement  = quad.IRI("rdf:Statement")
	rdfProperty   = quad.IRI("rdf:Property")
	rdfsLabel     = quad.IRI("rdfs:label")
	skosAltLabel  = quad.IRI("skos:altLabel")
	skosBroader   = quad.IRI("skos:broader")
	skosPrefLabel = quad.IRI("skos:prefLabel")
	owlSameAs     = quad.IRI("owl:sameAs")
	provFrom      = quad.IRI("prov:wasDerivedFrom")

	schemaArticle   = quad.IRI("schema:NewsArticle")
	schemaHeadline  = quad.IRI("schema:headline")
	schemaURL       = quad.IRI("schema:url")
	schemaPublisher = quad.IRI("schema:publisher")
	schemaDate      = quad.IRI("schema:datePublished")
	schemaBody      = quad.IRI("schema:articleBody")
	schemaLanguage  = quad.IRI("schema:inLanguage")
	schemaID        = quad.IRI("schema:identifier")
	schemaMentions  = quad.IRI("schema:mentions")

	kgJudgements = quad.IRI("kg:judgements") // the label of what a user decided
	kgJudgedType = quad.IRI("kg:judgedType")
	provRevision = quad.IRI("prov:wasRevisionOf")

	kgPhrase     = quad.IRI("kg:Phrase")
	kgCopyOf     = quad.IRI("kg:copyOf")
	kgSketch     = quad.IRI("kg:sketch")
	kgBand       = quad.IRI("kg:band")
	kgVersion    = quad.IRI("kg:extractorVersion")
	kgEntityType = quad.IRI("kg:entityType")
	kgLemma      = quad.IRI("kg:predicateLemma")
	kgPredText   = quad.IRI("kg:predicateText")
	kgPredAt     = quad.IRI("kg:predicateAt")
	kgClasses    = quad.IRI("kg:classes")
	kgPolarity   = quad.IRI("kg:polarity")
	kgModality   = quad.IRI("kg:modality")
	kgInferred   = quad.IRI("kg:inferred")
	kgConfidence = quad.IRI("kg:confidence")
	kgExtractor  = quad.IRI("kg:extractor")
	kgSentence   = quad.IRI("kg:sentence")
	kgIndex      = quad.IRI("kg:sentenceIndex")
	kgStart      = quad.IRI("kg:start")
	kgEnd        = quad.IRI("kg:end")
	kgTime       = quad.IRI("kg:time")
	kgPlace      = quad.IRI("kg:place")
	kgArgument   = quad.IRI("kg:argument")
	kgVia        = quad.IRI("kg:via")
	kgRole       = quad.IRI("kg:role")
)

// A termVocabulary names what is known of one term of a statement.
type termVocabulary struct {
	node    quad.IRI // the entity or phrase
	text    quad.IRI // its words
	name    quad.IRI // what they stand for, where that differs
	at      quad.IRI // where the words stand
	kind    quad.IRI // its type
	value   quad.IRI // its normalised value
	plain   quad.IRI // its plainer form
	mention quad.IRI // the entity as it was read, where a user's judgement changed it
}

// The terms of a statement. Subject, object and speaker hang off the statement
// itself; an argument has a node of its own.
var (
	subjectTerm  = newTerm(rdfSubject, "subject")
	objectTerm   = newTerm(rdfObject, "object")
	speakerTerm  = newTerm("kg:speaker", "speaker")
	argumentTerm = newTerm(rdfValue, "")
)

func newTerm(node quad.IRI, prefix string) termVocabulary {
	name := func(part string) quad.IRI {
		if prefix == "" {
			return quad.IRI("kg:" + part)
		}
		return quad.IRI("kg:" + prefix + strings.ToUpper(part[:1]) + part[1:])
	}
	return termVocabulary{node: node, text: name("text"), name: name("name"), at: name("at"), kind: name("type"),
		value: name("value"), plain: name("plain"), mention: name("mention")}
}

// entityTypes are the types of entities that a well-known vocabulary has a word
// for. Every other is a kg:Thing.
var entityTypes = map[string]quad.IRI{
	"PERSON": "schema:Person",
	"ORG":    "schema:Organization",
	"PLACE":  "schema:Place",
	"EVENT":  "schema:Event",
}

const kgThing = quad.IRI("kg:Thing")
