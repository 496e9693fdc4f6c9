package dcm.user.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import dcm.contract.identity.PublicKey;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.user.account.OpenRequest;
import dcm.user.quota.QuotaLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes accounts as a CSV table with one account per line. The first line names the columns. An empty cell
 * sets nothing. Semicolons as separators and a leading byte order mark are accepted.
 */
final class AccountsFile {
    private static final List<String> TEXT_COLUMNS =
            List.of("name", "displayName", "role", "email", "group", "expiresAt", "keys");
    private static final List<String> LIMITS =
            List.of("containers", "running", "cpus", "memoryMiB", "pids", "ports", "images", "imageMiB", "homeMiB");

    /** The text for a limit of -1. */
    private static final String UNLIMITED = "unlimited";

    /** Separates several keys in one cell. It occurs in no key and hardly ever in a key's comment. */
    private static final String BETWEEN_KEYS = "|";

    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
            .build();

    private final ObjectMapper requestMapper;

    /** @param requestMapper the same JSON mapper that reads requests for a single account */
    AccountsFile(ObjectMapper requestMapper) {
        this.requestMapper = requestMapper;
    }

    /** A line of the table: the request, or why it is invalid. */
    record Line(
            int number,
            String name,
            @Nullable OpenRequest request,
            @Nullable String objection) {}

    /**
     * Parses a table.
     *
     * @throws InvalidValueException if the text is not such a table
     */
    List<Line> read(String csv) {
        String text = csv.startsWith("\ufeff") ? csv.substring(1) : csv;
        String head = text.lines().findFirst().orElse("");
        CsvSchema schema = CsvSchema.emptySchema()
                .withHeader()
                .withColumnSeparator(head.contains(";") && !head.contains(",") ? ';' : ',');
        List<Line> lines = new ArrayList<>();
        try (MappingIterator<Map<String, String>> rows =
                CSV.readerForMapOf(String.class).with(schema).readValues(text)) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                requireKnown(row);
                lines.add(line(rows.getCurrentLocation().getLineNr() - 1, row));
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidValueException invalid) {
                throw invalid;
            }
            throw new InvalidValueException("The table cannot be read"
                    + (e instanceof JsonProcessingException json && json.getLocation() != null
                            ? " in line " + json.getLocation().getLineNr()
                            : "")
                    + ". Each line must have as many cells as the first line, and each quotation mark must be closed.");
        }
        return lines;
    }

    private static void requireKnown(Map<String, String> row) {
        String unknown = row.keySet().stream()
                .filter(column -> !TEXT_COLUMNS.contains(column) && !LIMITS.contains(column))
                .map(Printable::quoted)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty() || !row.containsKey("name")) {
            String optionalColumns = String.join(", ", TEXT_COLUMNS.subList(1, TEXT_COLUMNS.size()));
            throw new InvalidValueException("The first line must contain the column name, and may contain "
                    + optionalColumns + ", " + String.join(", ", LIMITS) + ". "
                    + (unknown.isEmpty() ? "The column name is missing." : "Unknown columns: " + unknown + "."));
        }
    }

    private Line line(int number, Map<String, String> row) {
        String name = row.getOrDefault("name", "");
        try {
            OpenRequest request = requestMapper.treeToValue(tree(row), OpenRequest.class);
            return new Line(number, name, request, null);
        } catch (JsonProcessingException | InvalidValueException e) {
            return new Line(number, name, null, objection(e));
        }
    }

    private ObjectNode tree(Map<String, String> row) {
        ObjectNode request = requestMapper.createObjectNode();
        ObjectNode quota = requestMapper.createObjectNode();
        row.forEach((column, cell) -> {
            if (cell == null || cell.isBlank()) {
                return;
            }
            if (LIMITS.contains(column)) {
                quota.set(column, number(column, cell));
            } else if (column.equals("keys")) {
                for (String key : cell.split("[" + BETWEEN_KEYS + "\n]", -1)) {
                    request.withArray("keys").add(key.strip());
                }
            } else {
                request.put(column, cell);
            }
        });
        if (!quota.isEmpty()) {
            request.set("quota", quota);
        }
        return request;
    }

    private JsonNode number(String column, String cell) {
        if (cell.strip().equals(UNLIMITED)) {
            return requestMapper.getNodeFactory().numberNode(-1);
        }
        try {
            BigDecimal number = new BigDecimal(cell.strip());
            return number.scale() <= 0 && number.precision() < 18
                    ? requestMapper.getNodeFactory().numberNode(number.longValueExact())
                    : requestMapper.getNodeFactory().numberNode(number);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(
                    column + ": A number, unlimited, or empty; got " + Printable.quoted(cell) + ".");
        }
    }

    /** A message about an invalid cell, without the Java terms of Jackson's messages. */
    private static String objection(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValueException) {
                return String.valueOf(cause.getMessage());
            }
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return mapping.getPath().getLast().getFieldName() + ": The value is invalid.";
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Writes accounts as a table that {@link #read} accepts. */
    static String write(Collection<AccountSnapshot> accounts) {
        CsvSchema.Builder columns = CsvSchema.builder().setUseHeader(true);
        TEXT_COLUMNS.forEach(columns::addColumn);
        LIMITS.forEach(columns::addColumn);
        List<Map<String, String>> rows =
                accounts.stream().map(AccountsFile::row).toList();
        try {
            return CSV.writer(columns.build()).writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> row(AccountSnapshot account) {
        OpenRequest request = request(account);
        Map<String, String> row = new LinkedHashMap<>();
        row.put("name", account.name().value());
        row.put("displayName", account.displayName());
        row.put("role", account.role().name().toLowerCase(Locale.ROOT));
        row.put("email", request.email() == null ? "" : request.email());
        row.put("group", request.group() == null ? "" : request.group().value());
        row.put("expiresAt", request.expiresAt() == null ? "" : request.expiresAt());
        row.put("keys", account.keys().stream().map(PublicKey::line).collect(Collectors.joining(BETWEEN_KEYS)));
        JsonNode limits = CSV.valueToTree(request.quota());
        LIMITS.forEach(limit -> {
            String most = limits.path(limit).asText("");
            row.put(limit, most.equals("-1") ? UNLIMITED : most);
        });
        return row;
    }

    /** The request that would open an identical account. */
    static OpenRequest request(AccountSnapshot account) {
        return new OpenRequest(
                account.name(),
                account.displayName(),
                account.role(),
                account.keys(),
                account.email(),
                account.group(),
                account.expiresAt() == null ? null : account.expiresAt().toString(),
                QuotaLimits.of(account.quota()));
    }
}
