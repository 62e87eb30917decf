"""The list of parts (SBOM, CycloneDX 1.6) with licences, made from what is installed and what the lock admits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.validation.built import NAME, Build

UNSTATED = "not stated"
CLASSIFIER = "License :: OSI Approved :: "
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Part:
    """One library: `shipped` when the product runs on it, otherwise it only builds or tests."""

    name: str
    version: str
    licence: str
    shipped: bool
    digests: tuple[str, ...]


def needed(root: str = NAME) -> frozenset[str]:
    """What the product runs on: its dependencies and theirs, without extras of its own."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        for name in _requires(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _requires(name: str) -> Iterable[str]:
    try:
        wanted = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return ()
    return (
        canonicalize_name(each.name)
        for each in map(Requirement, wanted)
        if each.marker is None or each.marker.evaluate({"extra": ""})
    )


def licence_of(found: metadata.PackageMetadata) -> str:
    """The licence as its author states it: an expression, else classifiers, else a short text."""
    stated = _field(found, "License-Expression")
    classified = [each.removeprefix(CLASSIFIER) for each in found.get_all("Classifier") or [] if CLASSIFIER in each]
    text = _field(found, "License")
    short = text.splitlines()[0].strip() if text else ""
    return stated or "; ".join(sorted(classified)) or (short if 0 < len(short) <= LONGEST_NAME else "") or UNSTATED


def _field(found: metadata.PackageMetadata, name: str) -> str:
    return str(found[name]).strip() if name in found else ""


def parts(installed: Mapping[str, str], digests: Mapping[str, list[str]]) -> tuple[Part, ...]:
    """Every installed library but ourselves, in the order of names."""
    runs = needed()
    return tuple(
        Part(name, version, licence_of(metadata.metadata(name)), name in runs, tuple(sorted(digests.get(name, ()))))
        for name, version in sorted(installed.items())
        if name != canonicalize_name(NAME)
    )


def bill(build: Build, found: Iterable[Part]) -> str:
    """CycloneDX JSON, valid by its schema; raises ValueError with the schema's word where it is not."""
    licences = LicenseFactory()
    bom = Bom()
    bom.metadata.component = Component(
        name=build.name,
        version=build.version,
        type=ComponentType.APPLICATION,
        bom_ref=build.name,
        licenses=[licences.make_from_string("Apache-2.0")],
        properties=[Property(name="clearway:commit", value=build.commit),
                    Property(name="clearway:sources-sha256", value=build.sources)],
    )  # fmt: skip
    components = [_component(part, licences) for part in found]
    bom.components = components
    shipped = [each for each in components if each.scope != ComponentScope.EXCLUDED]
    bom.register_dependency(bom.metadata.component, shipped)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    wrong = JsonStrictValidator(JsonV1Dot6(bom).schema_version).validate_str(text)
    if wrong is not None:
        raise ValueError(f"the list of parts does not hold to its schema: {wrong}")
    return text


def _component(part: Part, licences: LicenseFactory) -> Component:
    return Component(
        name=part.name,
        version=part.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{part.name}=={part.version}",
        purl=PackageURL("pypi", name=part.name, version=part.version),
        scope=ComponentScope.REQUIRED if part.shipped else ComponentScope.EXCLUDED,
        licenses=[_licence(part.licence, licences)] if part.licence != UNSTATED else [],
        properties=[Property(name="clearway:archive-sha256", value=each) for each in part.digests],
    )


def _licence(text: str, licences: LicenseFactory) -> DisjunctiveLicense | LicenseExpression:
    made = licences.make_from_string(text)
    assert isinstance(made, DisjunctiveLicense | LicenseExpression)
    return made


def by_licence(found: Iterable[Part]) -> dict[str, list[str]]:
    """Names by licence, for the product's own dependencies."""
    told: dict[str, list[str]] = {}
    for part in found:
        if part.shipped:
            told.setdefault(part.licence, []).append(f"{part.name} {part.version}")
    return dict(sorted(told.items()))
