"""What Harbour Goods sells, says and answers: plain data for the demo shop's pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    slug: str
    name: str
    collection: str
    price: int
    """Whole euros."""
    line: str
    story: str
    made: str
    tint: str
    """Name of the picture's background, see shop.css."""
    sizes: tuple[str, ...] = ()
    """What one chooses from before it goes into the cart; empty: it has none."""


@dataclass(frozen=True)
class Collection:
    slug: str
    name: str
    line: str


@dataclass(frozen=True)
class Article:
    slug: str
    title: str
    lead: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    name: str
    price: str
    unit: str
    line: str
    points: tuple[str, ...]


COLLECTIONS = (
    Collection("wear", "Wear", "For the walk out along the mole, in any weather."),
    Collection("table", "Table", "For the kettle, the bread and whoever comes by."),
    Collection("carry", "Carry", "For the market, the ferry and the weekend."),
)

PRODUCTS = (
    Product("storm-jacket", "Storm jacket", "wear", 189, "Waxed cotton, taped seams, deep pockets",
            "Cut long enough to sit down in and short enough to climb a ladder. The wax softens with you; "
            "send it back in spring and we wax it again for the price of the postage.",
            "Waxed cotton from Scotland, sewn in Porto", "sand", ("XS", "S", "M", "L", "XL")),
    Product("deck-beanie", "Deck beanie", "wear", 34, "Merino, knitted in one piece",
            "No seam to find with a cold ear. Folds once for wind, twice for looking like you know the way.",
            "Merino from Patagonia, knitted in Bergen", "mist", ("S to M", "L to XL")),
    Product("harbour-jumper", "Harbour jumper", "wear", 128, "Heavy wool with a boat neck",
            "The pattern marks the town, so that everybody knew where you belonged. Ours marks the lighthouse.",
            "Wool from the Faroe Islands, knitted in Bergen", "clay", ("S", "M", "L", "XL")),
    Product("enamel-mug", "Enamel mug", "table", 18, "For the stove, the sink and the rocks",
            "It chips, and every chip is a story. The rim is steel so that the first drop never gets away.",
            "Steel and enamel from Olkusz", "sky"),
    Product("kettle", "Lighthouse kettle", "table", 76, "A litre and a half, whistles in G",
            "Boils on gas, induction and a driftwood fire. The whistle was tuned by our neighbour, who plays the tuba.",
            "Spun steel from Solingen", "clay"),
    Product("bread-board", "Bread board", "table", 42, "Ash from one plank, oiled by hand",
            "One side for bread, the other for fish, and a groove so that you remember which.",
            "Ash from Bornholm, cut in Svendborg", "sand"),
    Product("market-tote", "Market tote", "carry", 48, "Sailcloth that has been out",
            "Cut from real sails, so yours has a number nobody else's has, and perhaps a patch.",
            "Sailcloth from Kiel, sewn in Porto", "mist"),
    Product("ferry-pack", "Ferry pack", "carry", 142, "Twenty-two litres, one strap to open",
            "Opens with one hand while the other holds the rail. Stands up by itself on a wet deck.",
            "Canvas and leather, sewn in Porto", "sky"),
    Product("dry-flask", "Dry flask", "carry", 39, "Hot for twelve hours, dry for ever",
            "The lid is a cup, the cup is a lid, and neither has ever been lost by anyone we know.",
            "Steel from Solingen", "sand"),
)  # fmt: skip

STUDIO_TOTE = Product("own-tote", "Your own tote", "carry", 64, "From the studio, with your initials", "", "", "mist")
"""Made in the studio; it has no page of its own."""

PLANS = (
    Plan("Boathouse", "€0", "to begin", "A handful of gifts, a few times a year.",
         ("From 5 pieces", "Hand-written cards", "One address or many")),
    Plan("Harbour", "€45", "a month", "A team with birthdays, starters and leavers.",
         ("10 % off everything", "Your mark on tote and mug", "We remember the dates", "One invoice a month")),
    Plan("Open sea", "€140", "a month", "Several offices, several countries.",
         ("18 % off everything", "Own colours and labels", "Customs done for you", "A person with a name: Linh")),
)  # fmt: skip

ARTICLES = (
    Article("shipping", "Shipping", "Where we send, how long it takes and what it costs.", (
        ("How long", "In Germany one to two working days, in the rest of the European Union two to five, elsewhere "
         "five to twelve. Orders before two o'clock leave the same day."),
        ("What it costs", "Nothing from €80. Below that €4.90 in Germany, €9.50 in the Union, €19 elsewhere."),
        ("Customs", "Outside the European Union your country may ask for duty. We state every value truthfully, "
         "also when asked not to."),
    )),
    Article("returns", "Returns", "Sixty days to change your mind.", (
        ("How", "Write to us, put it back into its box, give it to the post. We pay the way back."),
        ("When the money is back", "Two working days after the parcel is with us."),
        ("Worn, washed, loved", "If it broke, it comes back too, and we mend it. If we can't, you get a new one."),
    )),
    Article("sizes", "Sizes", "How our clothes run.", (
        ("Storm jacket", "Wide, so that a jumper fits under it. Between two sizes, take the smaller one."),
        ("Harbour jumper", "Close, as on deck. Between two sizes, take the larger one."),
        ("Deck beanie", "S to M up to 57 cm around your head, L to XL from there on."),
    )),
    Article("care", "Care and repair", "So that it lasts longer than the fashion.", (
        ("Waxed cotton", "Sponge it with cold water. Never a machine, never soap: both take the wax."),
        ("Wool", "Air does most of it. If it must be, by hand at 30 °C, and dry it flat."),
        ("Enamel", "Anything goes except a hammer."),
    )),
    Article("gifts", "Gifts for teams", "How ordering for twenty people works.", (
        ("Addresses", "Send us a list, or send everyone a link, and they tell us where they live and what fits."),
        ("Your mark", "From twenty pieces we stitch or stamp it; we show you one before we make all."),
        ("Paying", "One invoice, thirty days."),
    )),
)  # fmt: skip


def product(slug: str) -> Product | None:
    return next((each for each in PRODUCTS if each.slug == slug), None)


def collection(slug: str) -> Collection | None:
    return next((each for each in COLLECTIONS if each.slug == slug), None)


def article(slug: str) -> Article | None:
    return next((each for each in ARTICLES if each.slug == slug), None)
