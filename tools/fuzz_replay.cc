// Feeds a fuzz target the files of its corpus, each whole and cut short: the fuzz target as a plain
// test. With libFuzzer this file is not linked.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

// The copy has exactly `size` bytes, so that the address sanitizer sees a read beyond them.
void feed(const std::string& input, size_t size) {
  std::vector<uint8_t> bytes(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size));
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i], error)) {
      std::ifstream stream(entry.path(), std::ios::binary);
      std::string input((std::istreambuf_iterator<char>(stream)), {});
      std::fprintf(stderr, "%s\n",
                   entry.path().filename().c_str());  // the last line is the culprit
      for (size_t size : {input.size(), input.size() / 2, input.size() - !input.empty()}) {
        feed(input, size);
      }
      ++files;
    }
  }
  feed("", 0);
  std::fprintf(stderr, "%zu files\n", files);
  if (files == 0)
    std::fprintf(stderr, "no corpus: put an input into %s\n", argc > 1 ? argv[1] : "?");
  return files == 0 ? 1 : 0;
}
