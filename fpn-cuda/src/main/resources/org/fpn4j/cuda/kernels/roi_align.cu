// Maps of regions of a pyramid. A cell is the sum over rows and columns of weight(row) weight(column) map[row, column]: first come
// the taps of all regions, places along an axis with such weights, then the cells, or what each place of a map gets of their
// gradients, region by region. There is a launch for each level, in which regions of other levels do nothing. The arithmetic and
// the order of its sums are those of Java's RegionTaps, so that samples on the border of a map fall on the same side.

#define MOST_SAMPLES 65536 // of a cell: what keeps a region of absurd size from taking for ever

// The regions of a level: those whose area is no less than `from` and less than `to`. `from` of the finest level is -infinity, which
// an area that is no number counts as; `to` of the coarsest is not a number, below which nothing is.
struct Regions {
    const float* corners;
    int values; // from one region to the next
    float from;
    float to;

    __device__ bool has(int region) const {
        const float* c = corners + (long long) region * values;
        float area = (c[2] - c[0]) * (c[3] - c[1]);
        area = area == area ? area : __uint_as_float(0xff800000u);
        return area >= from && !(area >= to);
    }
};

// The taps of a region along an axis, in words of a buffer: where those of each cell begin and the last end, the first place that has
// one and the place after the last, then room for places and as much for weights.
struct Taps {
    int* words;
    int size; // cells
    int room;

    __device__ Taps(int* buffer, int region, int axis, int size, int room)
        : words(buffer + (region * 2LL + axis) * (size + 3 + 2LL * room)), size(size), room(room) {}

    __device__ int& first(int cell) const {
        return words[cell];
    }

    __device__ int& low() const {
        return words[size + 1];
    }

    __device__ int& high() const {
        return words[size + 2];
    }

    __device__ int& place(int tap) const {
        return words[size + 3 + tap];
    }

    __device__ float& weight(int tap) const {
        return ((float*) words)[size + 3 + room + tap];
    }

    __device__ bool covers(int place) const {
        return place >= low() && place < high();
    }

    // Joined with the tap of the same place where the sample before has one; `begin` is the first of the cell.
    __device__ void add(int at, float share, int begin, int& count) {
        for (int i = count - 1; i >= max(begin, count - 2); i--) {
            if (place(i) == at) {
                weight(i) += share;
                return;
            }
        }
        if (count < room) {
            place(count) = at;
            weight(count) = share;
            count++;
            low() = min(low(), at);
            high() = max(high(), at + 1);
        }
    }
};

// A thread for each region and axis. `samples` of 0: as many as a cell is places long.
extern "C" __global__ void taps(
        const float* corners, int values, float from, float to, int* buffer, int regions, int room, int height, int width,
        int stride, int size, int samples, int aligned) {
    int region = (int) thread_index() / 2, axis = (int) thread_index() % 2;
    if (region >= regions || !Regions{corners, values, from, to}.has(region)) {
        return;
    }
    int length = axis == 0 ? width : height;
    float scale = 1.0f / stride;
    float offset = aligned ? 0.5f : 0.0f;
    const float* corner = corners + (long long) region * values + axis;
    float start = corner[0] * scale - offset;
    float extent = corner[2] * scale - offset - start;
    extent = !aligned && extent < 1.0f ? 1.0f : extent;
    float cell = extent / size;
    int per_cell = samples > 0 ? samples : cell > 0.0f ? (int) fminf(ceilf(cell), MOST_SAMPLES) : 0;
    Taps taps(buffer, region, axis, size, room);
    taps.low() = length;
    taps.high() = 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
        int begin = count;
        taps.first(i) = begin;
        for (int sample = 0; sample < per_cell; sample++) {
            float at = start + i * cell + (sample + 0.5f) * cell / per_cell;
            if (at >= -1.0f && at <= length) { // others are 0
                float moved = fmaxf(at, 0.0f), share = 1.0f / per_cell;
                int low = min((int) moved, length - 1);
                float above = low < length - 1 ? moved - low : 0.0f;
                taps.add(low, (1.0f - above) * share, begin, count);
                if (above > 0.0f) {
                    taps.add(low + 1, above * share, begin, count);
                }
            }
        }
    }
    taps.first(size) = count;
}

// blockIdx.x counts regions; a thread makes a vector of a cell's channels.
extern "C" __global__ void forward(
        const float* corners, int values, float from, float to, int* buffer, const T* map, T* cells, int per_image, int room,
        int height, int width, int size, int vectors) {
    int region = blockIdx.x;
    if (!Regions{corners, values, from, to}.has(region)) {
        return;
    }
    Taps columns(buffer, region, 0, size, room), rows(buffer, region, 1, size, room);
    long long image = (long long) (region / per_image) * height * width;
    for (int item = blockIdx.y * blockDim.x + threadIdx.x; item < size * size * vectors; item += gridDim.y * blockDim.x) {
        int cell = item / vectors, vector = item - cell * vectors;
        int i = cell / size, j = cell - i * size;
        float sums[LANES] = {};
        for (int column = columns.first(j); column < columns.first(j + 1); column++) {
            float line[LANES] = {};
            for (int row = rows.first(i); row < rows.first(i + 1); row++) {
                long long pixel = image + (long long) rows.place(row) * width + columns.place(column);
                Vector v = load(map, pixel * vectors + vector);
                float weight = rows.weight(row);
                for (int lane = 0; lane < LANES; lane++) {
                    line[lane] += weight * value(v.values[lane]);
                }
            }
            float weight = columns.weight(column);
            for (int lane = 0; lane < LANES; lane++) {
                sums[lane] += weight * line[lane];
            }
        }
        Vector made;
        for (int lane = 0; lane < LANES; lane++) {
            made.values[lane] = typed(sums[lane]);
        }
        store(cells, (long long) region * size * size * vectors + item, made);
    }
}

// Adds to sums what a place of a map gets of a region's gradient.
__device__ void gather(
        const Taps& rows, const Taps& columns, const T* dy, int size, int vectors, int vector, int y, int x, float* sums) {
    for (int i = 0; i < size; i++) {
        for (int row = rows.first(i); row < rows.first(i + 1); row++) {
            if (rows.place(row) != y) {
                continue;
            }
            float line[LANES] = {};
            for (int j = 0; j < size; j++) {
                for (int column = columns.first(j); column < columns.first(j + 1); column++) {
                    if (columns.place(column) == x) {
                        Vector v = load(dy, (long long) (i * size + j) * vectors + vector);
                        float weight = columns.weight(column);
                        for (int lane = 0; lane < LANES; lane++) {
                            line[lane] += weight * value(v.values[lane]);
                        }
                    }
                }
            }
            float weight = rows.weight(row);
            for (int lane = 0; lane < LANES; lane++) {
                sums[lane] += weight * line[lane];
            }
        }
    }
}

// blockIdx.x counts rows of the map, image by image; a thread makes a vector of a place's channels.
extern "C" __global__ void backward(
        const float* corners, int values, float from, float to, int* buffer, const T* dy, T* map, int per_image, int room,
        int height, int width, int size, int vectors) {
    int image = blockIdx.x / height, y = blockIdx.x - image * height;
    Regions regions = {corners, values, from, to};
    for (int item = blockIdx.y * blockDim.x + threadIdx.x; item < width * vectors; item += gridDim.y * blockDim.x) {
        int x = item / vectors, vector = item - x * vectors;
        float sums[LANES] = {};
        for (int region = image * per_image; region < (image + 1) * per_image; region++) {
            if (!regions.has(region)) {
                continue;
            }
            Taps columns(buffer, region, 0, size, room), rows(buffer, region, 1, size, room);
            if (rows.covers(y) && columns.covers(x)) {
                gather(rows, columns, dy + (long long) region * size * size * vectors * LANES, size, vectors, vector, y, x, sums);
            }
        }
        Vector made;
        for (int lane = 0; lane < LANES; lane++) {
            made.values[lane] = typed(sums[lane]);
        }
        store(map, (long long) blockIdx.x * width * vectors + item, made);
    }
}
