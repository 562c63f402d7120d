// Asks neural-sparse-cpp the questions of a file, a pass at a time, with one thread, so that another program can take turns with it.
//   driver DOCS QUERIES K [SEISMIC]     SEISMIC as its index_factory reads it, "seismic,lambda=3000|beta=200|alpha=0.4"
// Prints a line for each index: its name and the seconds that building took. Then for each line of input,
// "inverted" or "seismic CUT HEAP_FACTOR", one pass: p50, p90, p99 and mean in µs, and recall@K against `inverted`, which is exact.
#include <omp.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "nsparse/index_factory.h"
#include "nsparse/seismic_index.h"

using Clock = std::chrono::steady_clock;

struct Vectors {
    std::vector<nsparse::idx_t> ends{0};
    std::vector<nsparse::term_t> terms;
    std::vector<float> weights;
    int dimension = 0;

    int count() const { return static_cast<int>(ends.size()) - 1; }

    explicit Vectors(const std::string& path) {
        std::ifstream file(path);
        if (!file) throw std::runtime_error(path + " cannot be read");
        for (std::string line; std::getline(file, line); ends.push_back(static_cast<int>(terms.size()))) {
            const char* at = line.data() + line.find('\t') + 1;
            for (const char* end = line.data() + line.size(); at < end; at++) {
                int term = 0;
                float weight = 0;
                at = std::from_chars(at, end, term).ptr + 1;
                at = std::from_chars(at, end, weight).ptr;
                if (term > 65535) throw std::runtime_error(path + ": this library has 16 bits for a term");
                terms.push_back(static_cast<nsparse::term_t>(term));
                weights.push_back(weight);
                dimension = std::max(dimension, term + 1);
            }
        }
    }
};

double since(Clock::time_point started) { return std::chrono::duration<double>(Clock::now() - started).count(); }

std::unique_ptr<nsparse::Index> build(const char* name, const char* description, int dimension, const Vectors& documents) {
    auto started = Clock::now();
    std::unique_ptr<nsparse::Index> index(nsparse::index_factory(dimension, description));
    index->add(documents.count(), documents.ends.data(), documents.terms.data(), documents.weights.data());
    index->build();
    std::cout << name << ' ' << since(started) << std::endl;
    return index;
}

// One question at a time; the labels of all of them.
std::vector<nsparse::idx_t> pass(nsparse::Index& index, const Vectors& queries, int k, nsparse::SearchParameters* how, std::vector<double>& micros) {
    std::vector<nsparse::idx_t> labels(static_cast<size_t>(k) * queries.count());
    std::vector<float> scores(k);
    for (int query = 0; query < queries.count(); query++) {
        nsparse::idx_t ends[] = {0, queries.ends[query + 1] - queries.ends[query]};
        auto started = Clock::now();
        index.search(1, ends, &queries.terms[queries.ends[query]], &queries.weights[queries.ends[query]], k, scores.data(),
                     &labels[static_cast<size_t>(k) * query], how);
        micros.push_back(1e6 * since(started));
    }
    return labels;
}

double recall(const std::vector<nsparse::idx_t>& found, const std::vector<nsparse::idx_t>& exact, int k) {
    size_t same = 0, wanted = 0;
    for (size_t first = 0; first < exact.size(); first += k)
        for (size_t i = first; i < first + k && exact[i] >= 0; i++, wanted++)
            same += std::count(&found[first], &found[first] + k, exact[i]);
    return wanted == 0 ? 1 : static_cast<double>(same) / wanted;
}

int main(int count, char** args) try {
    Vectors documents(args[1]), queries(args[2]);
    int k = std::stoi(args[3]), dimension = std::max(documents.dimension, queries.dimension);
    auto inverted = build("inverted", "inverted", dimension, documents);
    auto seismic = count > 4 ? build("seismic", args[4], dimension, documents) : nullptr;
    omp_set_num_threads(1);
    std::vector<double> untimed;
    auto exact = pass(*inverted, queries, k, nullptr, untimed);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string name;
        nsparse::SeismicSearchParameters how;
        words >> name >> how.cut >> how.heap_factor;
        std::vector<double> micros;
        auto found = pass(name == "seismic" ? *seismic : *inverted, queries, k, name == "seismic" ? &how : nullptr, micros);
        std::sort(micros.begin(), micros.end());
        auto at = [&](double share) { return micros[static_cast<size_t>(share * micros.size())]; };
        double mean = 0;
        for (double time : micros) mean += time / micros.size();
        std::cout << at(0.5) << ' ' << at(0.9) << ' ' << at(0.99) << ' ' << mean << ' ' << recall(found, exact, k) << std::endl;
    }
} catch (const std::exception& fault) {
    std::cerr << fault.what() << std::endl;
    return 1;
}
