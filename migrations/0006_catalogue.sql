-- The catalogue of styles and products in force. The service loads it whole, in one transaction, whenever what it brings
-- (its own, or that of CATALOG_DIR) differs from what is here; nothing else writes these tables.

create table catalog (
  is_only boolean primary key default true check (is_only),
  -- Of everything that was loaded, so that loading the same again is skipped.
  hash text not null,
  loaded_at timestamptz not null default clock_timestamp()
);

create table catalog_styles (
  slug text primary key,
  -- The catalogue's own order, here and below.
  position integer not null,
  style json not null
);

create table catalog_products (
  position integer primary key,
  slug text not null unique,
  product json not null
);

-- What searches look at, apart from the products themselves: its rows are few bytes, so that thousands are read in no time.
create table catalog_search (
  position integer primary key,
  name_position integer not null,
  price_minor bigint not null check (price_minor between 0 and 100000000000),
  currency text not null,
  -- In euro cents by the reference rates, unrounded: orders prices whatever currency they are in.
  euro_cents double precision not null,
  -- Words, words of the name, category, styles and room types, each kind with a prefix of its own.
  terms tsvector not null
);
create index catalog_search_by_price on catalog_search (euro_cents, position);
create index catalog_search_by_name on catalog_search (name_position);
create index catalog_search_by_terms on catalog_search using gin (terms);

-- Every word that finds a product, to forgive misspelled ones without an extension of PostgreSQL.
create table catalog_words (
  word text collate "C" primary key,
  products integer not null,
  -- The word with letters left out: two words that share one of these are a wrong letter or two apart.
  spellings text[] not null
);
create index catalog_words_by_spelling on catalog_words using gin (spellings);
