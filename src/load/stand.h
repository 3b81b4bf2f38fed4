#pragma once

#include <string>
#include <vector>

#include "load/connection.h"

namespace angarium::load {

// What a load of events needs on the server: an event bus of its own with rules, and a queue that
// those of them reach which match. Everything has `name` in its name, and nothing else is touched.
// One thread.
class Stand {
 public:
  struct Plan {
    std::string name;
    size_t rules = 100;
    size_t matching = 1;  // of them
    bool has_queue = true;
  };
  Stand(Endpoint endpoint, Plan plan) : endpoint_(std::move(endpoint)), plan_(std::move(plan)) {}

  // Makes it. After an error too there is something to take away.
  base::Result<void> put_up();
  // Takes away what was made; answers what could not be.
  std::vector<std::string> take_down();

  const std::string& bus() const { return plan_.name; }
  const std::string& queue_url() const { return queue_url_; }  // empty: none

 private:
  struct Undo {
    std::string service, target, body, what;
  };
  base::Task<base::Result<void>> make(Connection& connection);
  base::Task<base::Result<void>> make_bus(Connection& connection);
  base::Task<base::Result<void>> make_queue(Connection& connection);
  base::Task<base::Result<void>> make_rule(Connection& connection, size_t number);
  base::Task<std::vector<std::string>> undo(Connection& connection);

  const Endpoint endpoint_;
  const Plan plan_;
  std::string bus_arn_, queue_arn_, queue_url_;
  std::vector<Undo> undo_;  // done last to first
};

}  // namespace angarium::load
