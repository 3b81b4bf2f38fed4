#include "http/memory_stream.h"

#include <gtest/gtest.h>

#include "base/simulated_executor.h"

namespace angarium::http {

namespace {

// Runs one stream operation to its end and tells what came of it and when.
struct Outcome {
  std::optional<size_t> count;
  std::string bytes;
  std::string_view error;  // the code's name
  bool done = false;
  base::Instant at;
};

struct Fixture {
  base::SimulatedExecutor executor{7};
  std::unique_ptr<MemoryStream> near;
  std::unique_ptr<MemoryStream> far;

  explicit Fixture(const MemoryStreamOptions& options = {}) {
    std::tie(near, far) = MemoryStream::connect(executor, options);
  }
  base::Instant in(int seconds) const { return executor.now() + base::Seconds(seconds); }
  void settle() { executor.run_until(executor.now()); }

  static base::Task<void> read(Fixture& self, Stream& stream, base::Instant deadline,
                               Outcome& outcome) {
    std::string buffer(100, '\0');
    const auto got = co_await stream.read_some(buffer, deadline);
    outcome.done = true;
    outcome.at = self.executor.now();
    if (!got.ok()) {
      outcome.error = got.error().code_name();
      co_return;
    }
    outcome.count = *got;
    outcome.bytes = buffer.substr(0, *got);
  }
  static base::Task<void> write(Fixture& self, Stream& stream, std::string bytes,
                                base::Instant deadline, Outcome& outcome) {
    const auto written = co_await stream.write_all(bytes, deadline);
    outcome.done = true;
    outcome.at = self.executor.now();
    if (!written.ok()) outcome.error = written.error().code_name();
  }
  static base::Task<void> end(Stream& stream) {
    const auto ended = co_await stream.shutdown_write(base::Instant::max());
    EXPECT_TRUE(ended.ok());
  }
};

TEST(MemoryStream, CarriesBytesBothWays) {
  Fixture streams;
  Outcome sent, heard, answered;
  base::start(Fixture::read(streams, *streams.far, base::Instant::max(), heard));
  base::start(Fixture::write(streams, *streams.near, "hello", base::Instant::max(), sent));
  base::start(Fixture::write(streams, *streams.far, "yes", base::Instant::max(), sent));
  streams.settle();
  base::start(Fixture::read(streams, *streams.near, base::Instant::max(), answered));
  EXPECT_EQ(heard.bytes, "hello");
  EXPECT_EQ(answered.bytes, "yes");
}

TEST(MemoryStream, AReadTimesOutAndMayBeRepeated) {
  Fixture streams;
  Outcome early, late, sent;
  base::start(Fixture::read(streams, *streams.far, streams.in(3), early));
  streams.executor.run_until(streams.in(5));
  EXPECT_EQ(early.error, "TimedOut");
  EXPECT_EQ(early.at, base::Instant(base::Seconds(3)));
  base::start(Fixture::read(streams, *streams.far, streams.in(3), late));
  base::start(Fixture::write(streams, *streams.near, "x", base::Instant::max(), sent));
  streams.settle();
  EXPECT_EQ(late.bytes, "x");
}

TEST(MemoryStream, AWriterWaitsForRoom) {
  MemoryStreamOptions options;
  options.capacity_bytes = 4;
  Fixture streams(options);
  Outcome sent, heard, timed_out;
  base::start(Fixture::write(streams, *streams.near, "12345", base::Instant::max(), sent));
  streams.settle();
  EXPECT_FALSE(sent.done);
  EXPECT_EQ(streams.near->unread_bytes(), 4u);
  base::start(Fixture::read(streams, *streams.far, base::Instant::max(), heard));
  streams.settle();
  EXPECT_TRUE(sent.done);
  base::start(Fixture::write(streams, *streams.near, "6789", streams.in(2), timed_out));
  streams.executor.run_until(streams.in(2));
  EXPECT_EQ(timed_out.error, "TimedOut");
}

TEST(MemoryStream, AnEndIsReadAfterTheBytes) {
  Fixture streams;
  Outcome sent, bytes, end, back, heard_back;
  base::start(Fixture::write(streams, *streams.near, "x", base::Instant::max(), sent));
  base::start(Fixture::end(*streams.near));
  base::start(Fixture::read(streams, *streams.far, base::Instant::max(), bytes));
  base::start(Fixture::read(streams, *streams.far, base::Instant::max(), end));
  EXPECT_EQ(bytes.bytes, "x");
  EXPECT_EQ(end.count, 0u);
  base::start(Fixture::write(streams, *streams.far, "y", base::Instant::max(), back));
  base::start(Fixture::read(streams, *streams.near, base::Instant::max(), heard_back));
  EXPECT_EQ(heard_back.bytes, "y") << "the other direction is still open";
}

TEST(MemoryStream, ClosingEndsWhatIsUnderWay) {
  Fixture streams;
  Outcome read, far_read, far_write;
  base::start(Fixture::read(streams, *streams.near, base::Instant::max(), read));
  streams.near->close();
  streams.settle();
  EXPECT_EQ(read.error, "Closed");
  base::start(Fixture::read(streams, *streams.far, base::Instant::max(), far_read));
  EXPECT_EQ(far_read.count, 0u);
  base::start(Fixture::write(streams, *streams.far, "x", base::Instant::max(), far_write));
  EXPECT_EQ(far_write.error, "Reset");
}

// As TCP does: unread bytes at the close tell the other side that it wasn't heard.
TEST(MemoryStream, ClosingWithUnreadBytesResets) {
  Fixture streams;
  Outcome sent, heard;
  base::start(Fixture::write(streams, *streams.near, "x", base::Instant::max(), sent));
  streams.far->close();
  base::start(Fixture::read(streams, *streams.near, base::Instant::max(), heard));
  EXPECT_EQ(heard.error, "Reset");
}

TEST(MemoryStream, BreaksWhereItIsTold) {
  Fixture streams;
  streams.near->reset_after(3);
  Outcome sent, heard;
  base::start(Fixture::write(streams, *streams.near, "12", base::Instant::max(), sent));
  EXPECT_EQ(sent.error, "");
  base::start(Fixture::write(streams, *streams.near, "34", base::Instant::max(), sent));
  EXPECT_EQ(sent.error, "Reset");
  base::start(Fixture::read(streams, *streams.far, base::Instant::max(), heard));
  EXPECT_EQ(heard.error, "Reset");
}

}  // namespace
}  // namespace angarium::http
