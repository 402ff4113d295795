"""Find the objects of Flux and Argo CD in a tree and in rendered texts, and what they deploy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from svclint.kubernetes.deployments.deployers import FLUX
from svclint.model.data import group_of, text
from svclint.render.argo.applications import APPLICATION, APPLICATION_SET
from svclint.render.argo_deployments import roots_of_applications
from svclint.render.closure import Closure
from svclint.render.deployed_roots import Found, Surroundings
from svclint.render.deployers import ObjectPlace, marked_objects
from svclint.render.flux.helm_releases import HELM_RELEASE
from svclint.render.flux_deployments import Flux, find_flux
from svclint.render.roots import KUSTOMIZE, Root
from svclint.source.files import Rendered
from svclint.source.stream import documents

# The group of repositories.
_REPOSITORIES = "source.toolkit.fluxcd.io"
_APPLICATIONS = (APPLICATION, APPLICATION_SET)
_KINDS = (FLUX, HELM_RELEASE, *_APPLICATIONS)
_GROUPS = (APPLICATION[0].encode(), HELM_RELEASE[0].encode())


class Deployments:
    """The folders and charts that objects of a tree deploy, also those in rendered texts.

    The objects are Kustomizations and HelmReleases of Flux, and Applications and ApplicationSets
    of Argo CD, where what they deploy is in the tree or named in the configuration.
    """

    def __init__(
        self, files: Sequence[str], surroundings_of: Callable[[str], Surroundings]
    ) -> None:
        """``surroundings_of`` returns what the configuration says about a file."""
        self._surroundings_of = surroundings_of
        marked = marked_objects(files)
        self._found = [
            Found(place, document, surroundings_of(place.file))
            for place, document in marked
            if (group_of(document.api_version), document.kind) in _KINDS
        ]
        repositories = {
            (document.kind, document.object_name.name): text(document.value(("spec", "url")))
            for _, document in marked
            if group_of(document.api_version) == _REPOSITORIES
        }
        self._flux: Flux = find_flux(files, self._found, repositories)

    def in_files(self) -> Iterator[tuple[Root, Closure]]:
        """Yield what the objects of the tree deploy as they are written."""
        for each in self._found:
            if each.document.kind == FLUX[1]:
                yield from self._flux.kustomization(each)
            elif each.document.kind == HELM_RELEASE[1]:
                yield from self._flux.helm_release(each)
            else:
                yield from roots_of_applications(each)

    def in_texts(
        self, texts: Sequence[Rendered], roots: Mapping[str, Root]
    ) -> Iterator[tuple[Root, Closure]]:
        """Yield what objects in the texts of some roots deploy.

        They are Applications: an app of apps, and HelmReleases that kustomize has built.
        """
        for each in texts:
            if not any(group in each.raw for group in _GROUPS):
                continue
            root, built = roots[each.name], list(documents(each.name, each.raw))
            for number, document in enumerate(built):
                kind = group_of(document.api_version), document.kind
                place = ObjectPlace(each.name, number, document)
                found = Found(place, document, self._surroundings_of(root.file))
                if kind in _APPLICATIONS:
                    yield from roots_of_applications(found)
                elif kind == HELM_RELEASE and root.tool == KUSTOMIZE:
                    yield from self._flux.built_release(found, root, built)
