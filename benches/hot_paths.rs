//! Micro-benchmarks of the paths that every request or every page of a build goes through, so that
//! a change which makes one slower is seen at once: `cargo bench --bench hot-paths`.
//!
//! They are compared with their own figures of before, not with another program's; the questions
//! that are judged by a ratio are asked by the other benchmarks.

// The generator serves both programs, and each uses a part of it.
#[expect(dead_code, reason = "the other benchmarks use the rest")]
mod generate;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request as HttpRequest;
use concord::domain::link::Destination;
use concord::domain::{ObjectId, PagePath, Viewer, Vocabulary};
use concord::render::{self, Bibliography};
use concord::search::Request;
use concord::site::Publisher;
use concord::store::{Location, Store};
use concord::web::{Settings, Site, SiteService, service};
use criterion::{Criterion, Throughput};
use http_body_util::BodyExt;
use tower::ServiceExt;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PAGES: usize = 13_000;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    pages(&mut criterion);
    if let Err(error) = site(&mut criterion) {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
    criterion.final_summary();
}

/// Reading a page for an edition, and writing it for a reader.
fn pages(criterion: &mut Criterion) {
    let (vocabulary, _) = Vocabulary::parse(include_str!("../content/vocabulary.toml"));
    let (bibliography, _) = Bibliography::parse("");
    let source = generate::source(49, PAGES, 0);
    let blob: ObjectId = "0".repeat(40).parse().expect("forty digits are an id");
    let read = || {
        let file = generate::file(49);
        let path = PagePath::from_file(&file).expect("the generator's names are valid");
        render::read(
            path,
            &file,
            blob,
            source.as_bytes(),
            &vocabulary,
            &bibliography,
        )
    };
    let mut group = criterion.benchmark_group("render");
    group.throughput(Throughput::Bytes(source.len() as u64));
    group.bench_function("read a long page", |bencher| bencher.iter(read));
    let (page, _) = read();
    let nowhere = |_: &_| Destination::Missing { path: None };
    group.bench_function("write a long page", |bencher| {
        bencher.iter(|| render::html(&page, source.as_bytes(), &nowhere, &bibliography));
    });
    group.finish();
}

/// Searching a site, and answering from it.
fn site(criterion: &mut Criterion) -> anyhow::Result<()> {
    let store = Store::open(&Location {
        repository: generate::repository(PAGES, 0)?,
        ..Location::default()
    })?;
    let index = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hot-paths-index");
    let (publisher, _) = Publisher::open(store, Some(&index), &|_, _| ())?;
    let publisher = Arc::new(publisher);
    publisher.save();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Anonymous);
    let queries = generate::queries(100, PAGES);
    let mut next = queries.iter().cycle();

    let mut group = criterion.benchmark_group("search");
    group.bench_function("twenty hits with snippets and facets", |bencher| {
        bencher.iter(|| {
            view.search(&Request {
                query: next.next().map_or("", String::as_str),
                limit: 20,
                ..Request::default()
            })
        });
    });
    group.bench_function("facets of every page", |bencher| {
        bencher.iter(|| view.search(&Request::default()));
    });
    let names = concord::search::FacetNames::default();
    group.bench_function("suggestions", |bencher| {
        bencher.iter(|| {
            let query = next.next().map_or("", String::as_str);
            view.finder()
                .suggest(&query[..query.len() - 2], 8, &names, "en")
        });
    });
    group.finish();

    let settings = Settings {
        name: "Bench".to_owned(),
        base_url: "http://127.0.0.1".to_owned(),
        ..Settings::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let site = || service(Site::new(Arc::clone(&publisher), settings.clone()));
    let ask = |service: SiteService, address: String| {
        runtime.block_on(async move {
            let request = HttpRequest::get(address).body(Body::empty()).ok()?;
            let response = service.oneshot(request).await.ok()?;
            Some(response.into_body().collect().await.ok()?.to_bytes())
        })
    };
    let mut group = criterion.benchmark_group("web");
    let page = format!("/{}", generate::file(49).trim_end_matches(".md"));
    let warm = site();
    ask(warm.clone(), page.clone());
    group.bench_function("a page from the cache", |bencher| {
        bencher.iter(|| ask(warm.clone(), black_box(page.clone())));
    });
    let mut number = 0;
    group.bench_function("a page that is not in the cache", |bencher| {
        bencher.iter(|| {
            number += 1;
            ask(warm.clone(), format!("{page}?{number}"))
        });
    });
    group.bench_function("search that is not in the cache", |bencher| {
        bencher.iter(|| {
            number += 1;
            let words = next.next().map_or("", String::as_str).replace(' ', "+");
            ask(warm.clone(), format!("/search?q={words}&n={number}"))
        });
    });
    group.finish();
    drop(edition);
    publisher.close();
    Ok(())
}
