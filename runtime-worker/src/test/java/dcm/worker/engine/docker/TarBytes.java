package dcm.worker.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Tar archives byte by byte, also in forms that no library writes. */
final class TarBytes {
    static final byte[] END = new byte[1024];

    private TarBytes() {}

    /** An entry with its content. */
    static byte[] entry(String name, char type, byte... content) {
        return join(header(name, type, content.length, ""), content, new byte[-content.length & 511]);
    }

    static byte[] file(String name, byte... content) {
        return entry(name, '0', content);
    }

    static byte[] link(String name, char type, String target) {
        return header(name, type, 0, target);
    }

    /** An extended header with one record. */
    static byte[] pax(char type, String key, String value) {
        String record = " " + key + "=" + value + "\n";
        int length = record.length() + 1;
        while (String.valueOf(length).length() + record.length() != length) {
            length++;
        }
        return entry("pax", type, (length + record).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] header(String name, char type, long size, String target) {
        byte[] header = new byte[512];
        text(header, 0, name);
        text(header, 100, "0000644");
        text(header, 108, "0000000");
        text(header, 116, "0000000");
        text(header, 124, "%011o".formatted(size));
        text(header, 136, "00000000000");
        header[156] = (byte) type;
        text(header, 157, target);
        text(header, 257, "ustar\00000");
        return withCheckSum(header);
    }

    static byte[] withCheckSum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte octet : header) {
            sum += octet & 0xff;
        }
        text(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(content);
        }
        return out.toByteArray();
    }
}
