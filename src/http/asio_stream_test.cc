#include "http/asio_stream.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <future>

#include "http/error.h"

namespace angarium::http {

namespace {

using Bytes = base::Result<std::string>;

// Two ends of a socket, on a thread of their own.
struct AsioStreamTest : testing::Test {
  AsioStreamTest() {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    near = adopt_socket(io, ends[0]);
    far = adopt_socket(io, ends[1]);
  }
  // Streams go where they lived: on the executor.
  ~AsioStreamTest() override {
    std::promise<void> gone;
    io.post([&] {
      near.reset();
      far.reset();
      gone.set_value();
    });
    gone.get_future().wait();
    io.stop();
  }

  static base::Task<void> read(Stream& stream, base::Instant deadline,
                               std::promise<Bytes>& promise) {
    std::string buffer(100'000, '\0');
    const auto got = co_await stream.read_some(buffer, deadline);
    if (got.ok()) buffer.resize(*got);
    promise.set_value(got.ok() ? Bytes(buffer) : Bytes(got.error()));
  }
  static base::Task<void> write(Stream& stream, std::string bytes, base::Instant deadline,
                                std::promise<Bytes>& promise) {
    const auto written = co_await stream.write_all(bytes, deadline);
    promise.set_value(written.ok() ? Bytes("") : Bytes(written.error()));
  }
  static base::Task<void> end(Stream& stream, std::promise<Bytes>& promise) {
    const auto ended = co_await stream.shutdown_write(base::Instant::max());
    promise.set_value(ended.ok() ? Bytes("") : Bytes(ended.error()));
  }
  // An operation that has begun; get() waits for its end.
  struct Begun {
    std::promise<Bytes> promise;
    std::string get() {
      const Bytes bytes = promise.get_future().get();
      return bytes.ok() ? *bytes : "error " + std::string(bytes.error().code_name());
    }
  };
  void begin_read(Stream& stream, base::Milliseconds patience, Begun& begun) {
    base::spawn(io, read(stream, io.now() + patience, begun.promise));
  }
  void begin_write(Stream& stream, std::string bytes, base::Milliseconds patience, Begun& begun) {
    base::spawn(io, write(stream, std::move(bytes), io.now() + patience, begun.promise));
  }

  static constexpr base::Milliseconds kLong{60'000};
  static constexpr base::Milliseconds kShort{20};
  base::AsioExecutor io{"io", 1};
  std::unique_ptr<Stream> near;
  std::unique_ptr<Stream> far;
};

TEST_F(AsioStreamTest, CarriesBytes) {
  Begun reading, writing;
  begin_read(*far, kLong, reading);
  begin_write(*near, "hello", kLong, writing);
  EXPECT_EQ(writing.get(), "");
  EXPECT_EQ(reading.get(), "hello");
}

TEST_F(AsioStreamTest, AReadTimesOutAndMayBeRepeated) {
  Begun early, writing, late;
  begin_read(*far, kShort, early);
  EXPECT_EQ(early.get(), "error TimedOut");
  begin_write(*near, "x", kLong, writing);
  begin_read(*far, kLong, late);
  EXPECT_EQ(late.get(), "x");
  EXPECT_EQ(writing.get(), "");
}

TEST_F(AsioStreamTest, AWriteThatTimesOutLeavesTheReadAlone) {
  Begun reading, writing, answering;
  begin_read(*near, kLong, reading);
  begin_write(*near, std::string(8'000'000, 'x'), kShort, writing);
  EXPECT_EQ(writing.get(), "error TimedOut");
  begin_write(*far, "still here", kLong, answering);
  EXPECT_EQ(reading.get(), "still here");
  EXPECT_EQ(answering.get(), "");
}

TEST_F(AsioStreamTest, ALargeWriteGoesOnAsTheOtherSideReads) {
  Begun writing;
  begin_write(*near, std::string(3'000'000, 'x'), kLong, writing);
  size_t received = 0;
  while (received < 3'000'000) {
    Begun reading;
    begin_read(*far, kLong, reading);
    received += reading.get().size();
  }
  EXPECT_EQ(received, 3'000'000u);
  EXPECT_EQ(writing.get(), "");
}

TEST_F(AsioStreamTest, AnEndIsReadAsNothing) {
  Begun ending, reading, writing, answered;
  base::spawn(io, end(*near, ending.promise));
  EXPECT_EQ(ending.get(), "");
  begin_read(*far, kLong, reading);
  EXPECT_EQ(reading.get(), "");
  begin_write(*far, "y", kLong, writing);
  EXPECT_EQ(writing.get(), "");
  begin_read(*near, kLong, answered);
  EXPECT_EQ(answered.get(), "y") << "the other direction is still open";
}

TEST_F(AsioStreamTest, ClosingEndsWhatIsUnderWay) {
  Begun reading, again, far_end;
  begin_read(*near, kLong, reading);
  io.post([this] { near->close(); });
  EXPECT_EQ(reading.get(), "error Closed");
  begin_read(*near, kLong, again);
  EXPECT_EQ(again.get(), "error Closed");
  begin_read(*far, kLong, far_end);
  EXPECT_EQ(far_end.get(), "");
}

}  // namespace
}  // namespace angarium::http
