"""The namespaces that the model and the service share."""

from rdflib import Namespace

TG = Namespace("https://w3id.org/themagraaf/def/")
TGF = Namespace("https://w3id.org/themagraaf/functie/")
RML = Namespace("http://w3id.org/rml/")
ONTOLOGY = "https://w3id.org/themagraaf/def"
