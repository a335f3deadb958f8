"""What the invented release states about itself: record and validation rows."""

__all__ = ["invented_record", "validation_rows"]


def validation_rows() -> list[dict[str, object]]:
    return [
        {
            "check": check,
            "source": "22-10-0000",
            "use": use,
            "place": "canada",
            "published": published,
            "rebuilt": rebuilt,
            "difference": rebuilt - published,
            "threshold": threshold,
            "verdict": verdict,
            "note_en": "A made-up figure.",
            "note_fr": "Un chiffre inventé.",
        }
        for check, use, published, rebuilt, threshold, verdict in (
            ("internet use, national total", "fit", 91.3, 91.2, 0.3, "met"),
            ("basic skills, high school or less", "held_out", 40.0, 39.4, None, "printed"),
            ("home access outside a CMA", "held_out", 88.0, 83.0, 3.0, "not_met"),
        )
    ]


def invented_record(**changes: object) -> dict[str, object]:
    """What the builder of the invented release states."""
    return {
        "recipe": {
            "name": "invented",
            "title_en": "E-Vulnerability Index of an invented coast",
            "title_fr": "Indice de vulnérabilité électronique d'une côte inventée",
            "jurisdiction": "13",
            "aggregation": "mean",
            "k": 0.25,
        },
        "recipe_name": "invented",
        "sources": [
            {
                "name": "made_up",
                "title_en": "Made-up table",
                "title_fr": "Tableau inventé",
                "publisher": "Nobody",
                "table": "22-10-0000",
                "licence": "none",
                "reference_period": "2018",
                "sha256": "00",
                "path": "made_up.csv",
            }
        ],
        "code_version": "0.1.0",
        "python": "3.11",
        "packages": {"polars": "2"},
        "random_seed": 1,
        "streams": ["coefficients"],
        "checks": {},
        "years": {"people": 2016, "behaviour": 2018, "coverage": 2018},
        "weights": {"means": 1.0, "willingness": 1.0, "abilities": 1.0},
        "parameters": {"k": 0.25},
        "data_fixed": {"internet_use": {"directions": 18, "total": 40}},
        "priors": {
            "internet_use": {
                "rural": {"mean": -0.37, "sd": 0.15, "source": "2009 microdata"},
                "province_13": {"mean": 0.0, "sd": 0.15, "source": "declared"},
            }
        },
        "errata": [],
        "licence": "CC-BY-4.0",
        "citation": {"en": "Invented, 2021.", "fr": "Inventé, 2021."},
        **changes,
    }
