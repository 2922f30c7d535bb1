package org.fpn4j.data.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget.Growth;

/**
 * The rows of a file of comma-separated values (RFC 4180) in UTF-8: cells may stand in quotes, lines end with LF or CRLF. Rows
 * without any text are left out.
 *
 * @param file for messages
 * @param rows the header among them, where there is one
 */
record CsvTable(Path file, List<Row> rows) {
    private static final CsvFactory FACTORY = new CsvFactory();
    private static final long ROW = 256; // bytes of one that is kept, with what becomes of it
    private static final long CELL = 64; // likewise, without its text

    CsvTable {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param line on which it begins, from 1
     */
    record Row(int line, List<String> cells) {
        Row {
            cells = List.copyOf(cells);
        }

        /** A cell without blanks around it; a row that ends early has empty ones. */
        String cell(int column) {
            return column < cells.size() ? cells.get(column).strip() : "";
        }

        private boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /**
     * Reads a file.
     *
     * @param separator between cells
     * @throws UserInputException if the file cannot be read, is no text, or a quote does not end
     */
    static CsvTable read(Path file, char separator) {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(
                    file.toString(), Files.isDirectory(file) ? "file is a directory" : "file does not exist");
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            skipMark(reader);
            try (CsvParser parser = FACTORY.createParser(reader)) {
                parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
                return new CsvTable(file, rows(file, parser));
            }
        } catch (IOException e) {
            throw new UserInputException(file.toString(), "file cannot be read: " + ReadFailure.reason(file, e));
        }
    }

    /** Some editors start files with it. */
    private static void skipMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    private static List<Row> rows(Path file, CsvParser parser) throws IOException {
        Growth growth = new Growth(file.toString(), "rows");
        List<Row> rows = new ArrayList<>();
        int line = 1;
        try {
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                Row row = new Row(line, cells(parser, growth));
                line = parser.currentLocation().getLineNr();
                if (!row.isBlank()) {
                    rows.add(row);
                }
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw new UserInputException(
                    file + ":" + line, "row is not comma-separated: " + ReadFailure.words(e.getOriginalMessage()));
        }
    }

    private static List<String> cells(CsvParser parser, Growth growth) throws IOException {
        List<String> cells = new ArrayList<>();
        long bytes = ROW;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            cells.add(parser.getText());
            bytes += CELL + 2L * parser.getTextLength();
        }
        growth.add(bytes);
        return cells;
    }
}
