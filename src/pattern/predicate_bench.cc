#include "pattern/predicate.h"

#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "pattern/address.h"
#include "pattern/array_join.h"
#include "pattern/ignore_case.h"
#include "pattern/number.h"

namespace angarium::pattern {
namespace {

constexpr std::array<const char*, 8> kShortNumbers{"5",       "1024", "-3.25", "199.99",
                                                   "1720000", "0.0",  "42e3",  "73.125"};
constexpr std::array<const char*, 8> kCoordinates{"-122.406386",  "37.808480",    "-122.424113",
                                                  "37.792204",    "-122.3990011", "37.8000012",
                                                  "-122.4200013", "37.7700014"};
constexpr std::array<const char*, 8> kLongNumbers{
    "-122.42200352825247", "37.80848009696725", "-122.42207601332528", "37.808835019815085",
    "0.30000000000000004", "9007199254740993",  "-122.41356780832439", "37.80860380134461"};

template <class Numbers>
void parses(benchmark::State& state, const Numbers& numbers) {
  size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(parse_decimal(numbers[++i % numbers.size()]));
  }
}
template <class Numbers>
void compares(benchmark::State& state, const Numbers& numbers) {
  size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(comparable_number(numbers[++i % numbers.size()]));
  }
}
BENCHMARK_CAPTURE(parses, short_numbers, kShortNumbers);
BENCHMARK_CAPTURE(parses, coordinates, kCoordinates);
BENCHMARK_CAPTURE(parses, long_numbers, kLongNumbers);
BENCHMARK_CAPTURE(compares, short_numbers, kShortNumbers);
BENCHMARK_CAPTURE(compares, coordinates, kCoordinates);
BENCHMARK_CAPTURE(compares, long_numbers, kLongNumbers);

void accepts_string(benchmark::State& state, Operator op, const std::string& operand,
                    const std::string& text) {
  const Scalar scalar{ScalarKind::kString, text};
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(accepts(op, operand, scalar));
  }
}
BENCHMARK_CAPTURE(accepts_string, equals, Operator::kEquals, "VALENCIA STREET", "VALENCIA STREET");
BENCHMARK_CAPTURE(accepts_string, ignore_case, Operator::kEqualsIgnoreCase, "Valencia Street",
                  "VALENCIA STREET");
BENCHMARK_CAPTURE(accepts_string, ignore_case_cyrillic, Operator::kEqualsIgnoreCase,
                  "Невский проспект", "НЕВСКИЙ ПРОСПЕКТ");
BENCHMARK_CAPTURE(accepts_string, wildcard, Operator::kWildcard, "VAL*IA *T", "VALENCIA STREET");
BENCHMARK_CAPTURE(accepts_string, address, Operator::kAddress, std::string("\x0a\x07\0\x01", 4),
                  "10.7.0.1");
BENCHMARK_CAPTURE(accepts_string, no_address, Operator::kAddress, std::string("\x0a\x07\0\x01", 4),
                  "VALENCIA STREET");

void folds(benchmark::State& state, const std::string& text) {
  std::string out;
  for ([[maybe_unused]] auto _ : state) {
    out.clear();
    fold(text, out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK_CAPTURE(folds, ascii, "VALENCIA STREET");
BENCHMARK_CAPTURE(folds, cyrillic, "НЕВСКИЙ ПРОСПЕКТ");

// Three leaves in an array of as many elements as asked for; only the last has all of them.
void joins(benchmark::State& state) {
  auto count = static_cast<uint32_t>(state.range(0));
  std::vector<Element> elements{{0, 0, count + 1}};
  std::array<std::vector<uint32_t>, 3> places;
  for (uint32_t element = 1; element <= count; ++element) {
    elements.push_back({0, 0, element + 1});
    for (uint32_t leaf = 0; leaf < 3; ++leaf) {
      if (element % 3 == leaf || element == count) places[leaf].push_back(element);
    }
  }
  std::array<PlacedLeaf, 3> leaves{PlacedLeaf{places[0], {}}, {places[1], {}}, {places[2], {}}};
  ArrayJoin join;
  for ([[maybe_unused]] auto _ : state) {
    JoinBudget budget;
    benchmark::DoNotOptimize(join.decide(elements, leaves, budget));
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(joins)->Arg(4)->Arg(100)->Arg(10'000);

}  // namespace
}  // namespace angarium::pattern
