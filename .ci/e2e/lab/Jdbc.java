import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The lab's SQL, asked by Elastic's own JDBC driver: java Jdbc HOST:PORT. Ends with "N passed, M failed". */
public class Jdbc {
    static int passed, failed;

    interface Test {
        void run(Connection c) throws Exception;
    }

    static void test(Connection c, String name, Test t) {
        try {
            t.run(c);
            passed++;
            System.out.println("ok   JDBC " + name);
        } catch (Throwable e) {
            failed++;
            System.out.println("FAIL JDBC " + name);
            e.printStackTrace(System.out);
        }
    }

    static void same(Object got, Object want) {
        if (!want.equals(got)) {
            throw new AssertionError(got + ", want " + want);
        }
    }

    static List<String> column(ResultSet r, int n) throws SQLException {
        List<String> all = new ArrayList<>();
        while (r.next()) {
            all.add(r.getString(n));
        }
        return all;
    }

    public static void main(String[] args) throws Exception {
        for (String binary : new String[] {"true", "false"}) {
            Properties p = new Properties();
            p.put("binary.format", binary);
            p.put("page.size", "500");
            try (Connection c = DriverManager.getConnection("jdbc:es://" + args[0], p)) {
                all(c, " (binary " + binary + ")");
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(failed > 0 ? 1 : 0);
    }

    static void all(Connection c, String how) {
        test(c, "version" + how, x -> same(x.getMetaData().getDatabaseProductVersion().substring(0, 2), "8."));
        test(c, "parameters, types and all pages" + how, Jdbc::network);
        test(c, "groups" + how, Jdbc::parents);
        test(c, "dates" + how, Jdbc::dates);
        test(c, "nulls" + how, Jdbc::nulls);
        test(c, "tables and columns" + how, Jdbc::metadata);
        test(c, "several values: the first" + how, x -> {
            try (ResultSet r = x.createStatement().executeQuery("SELECT host.ip FROM \"logs-endpoint.events.process-default\" WHERE host.name = 'LEOLABS-WIN' LIMIT 1")) {
                same(column(r, 1), List.of("192.168.1.104"));
            }
        });
        test(c, "an unknown column is refused" + how, x -> {
            try {
                x.createStatement().executeQuery("SELECT proces.name FROM \"logs-*\"");
            } catch (SQLException e) {
                same(e.getMessage().contains("Unknown column [proces.name], did you mean [process.name]?"), true);
                return;
            }
            throw new AssertionError("it was not refused");
        });
    }

    static void network(Connection c) throws SQLException {
        String sql = "SELECT \"@timestamp\", source.ip, source.port, destination.ip FROM \"logs-endpoint.events*\" "
            + "WHERE process.name = ? AND destination.port = ? AND \"@timestamp\" > ? LIMIT 10000";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, "powershell.exe");
            s.setInt(2, 80);
            s.setTimestamp(3, Timestamp.from(Instant.parse("2022-09-02T00:00:00Z")));
            try (ResultSet r = s.executeQuery()) {
                same(r.getMetaData().getColumnTypeName(1), "DATETIME");
                same(r.getMetaData().getColumnTypeName(2), "IP");
                same(r.getMetaData().getColumnTypeName(3), "LONG");
                int n = 0;
                while (r.next()) {
                    if (n++ == 0) {
                        same(r.getTimestamp(1).toInstant(), Instant.parse("2022-09-30T21:02:02.508Z"));
                        same(r.getString(2), "192.168.1.104");
                        same(r.getLong(3), 58100L);
                    }
                }
                same(n, 2417);
            }
        }
    }

    static void parents(Connection c) throws SQLException {
        String sql = "SELECT process.parent.name AS parent, COUNT(*) AS n FROM \"logs-endpoint.events*\" WHERE process.name = 'powershell.exe' "
            + "AND data_stream.dataset = 'endpoint.events.process' AND \"@timestamp\" >= TODAY() - INTERVAL 120 DAYS GROUP BY parent HAVING COUNT(*) > 7 ORDER BY n DESC, parent";
        List<String> rows = new ArrayList<>();
        try (ResultSet r = c.createStatement().executeQuery(sql)) {
            while (r.next()) {
                rows.add(r.getString("parent") + " " + r.getLong("n"));
            }
        }
        same(rows, List.of("CompatTelRunner.exe 112", "powershell.exe 16", "null 12", "Code.exe 8", "RuntimeBroker.exe 8", "cmd.exe 8"));
    }

    static void dates(Connection c) throws SQLException {
        try (ResultSet r = c.createStatement().executeQuery("SELECT TODAY(), NOW(), YEAR(NOW()), DATE_TRUNC('month', NOW()), 1 + 2, 1.5, TRUE, 'x'")) {
            r.next();
            same(r.getDate(1).toString(), "2022-12-01");
            same(r.getTimestamp(2).toInstant(), Instant.parse("2022-12-01T12:00:00Z"));
            same(r.getInt(3), 2022);
            same(r.getTimestamp(4).toInstant(), Instant.parse("2022-12-01T00:00:00Z"));
            same(r.getInt(5), 3);
            same(r.getDouble(6), 1.5);
            same(r.getBoolean(7), true);
            same(r.getString(8), "x");
        }
    }

    static void nulls(Connection c) throws SQLException {
        String sql = "SELECT process.parent.name FROM \"logs-endpoint.events.network-default\" LIMIT 1";
        try (ResultSet r = c.createStatement().executeQuery(sql)) {
            r.next();
            r.getString(1);
            same(r.wasNull(), true);
        }
    }

    static void metadata(Connection c) throws SQLException {
        try (ResultSet r = c.getMetaData().getTables(null, null, "logs-endpoint.events.p%", null)) {
            same(column(r, 3), List.of("logs-endpoint.events.process-default"));
        }
        try (ResultSet r = c.getMetaData().getColumns(null, null, "logs-endpoint.events.network-default", "destination.%")) {
            same(column(r, 4), List.of("destination.address", "destination.ip", "destination.port"));
        }
    }
}
