"""Every setting: its unit in its name, its default, its help."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the surroundings may set, as THEMAGRAAF_<NAME>; options on the command line win."""

    model_config = SettingsConfigDict(env_prefix="THEMAGRAAF_", frozen=True)

    config: Path = Field(
        Path("themagraaf.toml"), description="File that names the gemeente and its deliveries."
    )
    data: Path = Field(Path("data"), description="Folder that holds the releases.")
    model: Path | None = Field(
        None, description="Folder with ontology, shapes, mappings, queries; else the one shipped."
    )
    key_file: Path | None = Field(
        None, description="File with the secret key for pseudonyms; else <data>/sleutel."
    )
    memory_limit_mb: int = Field(
        4096, ge=256, description="Memory that mapping may use before it spills to disk, in MB."
    )
    threads: int = Field(2, ge=1, description="Threads that mapping may use.")
    query_limit_rows: int = Field(
        1_000_000, ge=1, description="Rows one SPARQL answer over HTTP may have."
    )
    query_limit_mb: int = Field(512, ge=1, description="MB one SPARQL answer over HTTP may have.")
    query_memory_mb: int = Field(
        1024, ge=128, description="MB of memory one SPARQL query over HTTP may take."
    )
    query_timeout_s: float = Field(
        30.0, gt=0, description="Seconds one SPARQL query over HTTP may take."
    )
    token_file: Path | None = Field(
        None, description="File with the tokens that let staff see records; else nobody does."
    )
    cell_limit_rows: int = Field(
        100_000, ge=1, description="Cells one KPI answer over HTTP may have."
    )
