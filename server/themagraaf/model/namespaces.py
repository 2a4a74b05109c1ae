"""The namespaces that the model and the service share."""

from rdflib import Namespace

TG = Namespace("https://w3id.org/themagraaf/def/")
TGS = Namespace("https://w3id.org/themagraaf/shape/")
TGF = Namespace("https://w3id.org/themagraaf/functie/")
RML = Namespace("http://w3id.org/rml/")
ONTOLOGY = "https://w3id.org/themagraaf/def"

PREFIXES = {
    "tg": str(TG),
    "tgs": str(TGS),
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "qb": "http://purl.org/linked-data/cube#",
    "unit": "http://qudt.org/vocab/unit/",
    "sh": "http://www.w3.org/ns/shacl#",
}
