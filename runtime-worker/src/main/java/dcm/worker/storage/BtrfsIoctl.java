package dcm.worker.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads and deletes btrfs subvolumes by subvolume id through ioctls. The {@code btrfs} command needs a path for each
 * subvolume, and users can create subvolumes without a usable path, which must not break other users' quotas. Layouts
 * are from {@code linux/btrfs.h} and {@code linux/btrfs_tree.h}. Needs root. Not thread-safe.
 */
final class BtrfsIoctl implements AutoCloseable {
    /** Id of the root tree, which lists all subvolumes. */
    static final long ROOTS = 1;

    /** The tree of quota groups and limits. */
    static final long QUOTAS = 8;

    private static final long TREE_SEARCH = 0xD000_9411L;
    private static final long INO_LOOKUP = 0xD000_9412L;
    private static final long SNAP_DESTROY_V2 = 0x5000_943FL;
    private static final long ARGUMENTS = 4096;
    private static final long KEY = 104;
    private static final long HEADER = 32;

    /** The object id of a subvolume's root directory. */
    private static final long FIRST_FREE_OBJECT = 256;

    private static final long SUBVOLUME_BY_ID = 1 << 4;
    private static final int READ_ONLY = 0;

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout ERRORS = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = ERRORS.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = function(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment errors = arena.allocate(ERRORS);
    private final MemorySegment arguments = arena.allocate(ARGUMENTS);
    private final int handle;

    /** Opens the filesystem of this directory. */
    BtrfsIoctl(Path directory) throws IOException {
        try {
            handle = call("open", OPEN, arena.allocateFrom(directory.toString(), StandardCharsets.UTF_8), READ_ONLY);
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * An item of a tree.
     *
     * @param data valid only until the next item
     */
    record Item(long object, int type, long offset, MemorySegment data) {
        long u64(long at) {
            return data.get(U64, at);
        }

        /** The name at offset {@code at}, prefixed by its length; one character per byte. */
        String name(long at) {
            byte[] name = data.asSlice(at + U16.byteSize(), Short.toUnsignedInt(data.get(U16, at)))
                    .toArray(ValueLayout.JAVA_BYTE);
            return new String(name, StandardCharsets.ISO_8859_1);
        }
    }

    /** Passes all items of a tree to the consumer, in key order. */
    void forEach(long tree, Consumer<Item> consumer) throws IOException {
        long object = 0;
        int type = 0;
        long offset = 0;
        while (true) {
            arguments.fill((byte) 0);
            arguments.set(U64, 0, tree);
            arguments.set(U64, 8, object);
            arguments.set(U64, 16, -1);
            arguments.set(U64, 24, offset);
            arguments.set(U64, 32, -1);
            arguments.set(U64, 48, -1);
            arguments.set(U32, 56, type);
            arguments.set(U32, 60, 255);
            arguments.set(U32, 64, Integer.MAX_VALUE);
            call("ioctl", IOCTL, handle, TREE_SEARCH, arguments);
            int found = arguments.get(U32, 64);
            if (found == 0) {
                return;
            }
            long at = KEY;
            for (int n = 0; n < found; n++) {
                object = arguments.get(U64, at + 8);
                offset = arguments.get(U64, at + 16);
                type = arguments.get(U32, at + 24);
                int length = arguments.get(U32, at + 28);
                consumer.accept(new Item(object, type, offset, arguments.asSlice(at + HEADER, length)));
                at += HEADER + length;
            }
            if (++offset == 0 && ++type > 255) {
                type = 0;
                object++;
            }
        }
    }

    /** The number of the subvolume in which the directory is. */
    long subvolume() throws IOException {
        arguments.fill((byte) 0);
        arguments.set(U64, 8, FIRST_FREE_OBJECT);
        call("ioctl", IOCTL, handle, INO_LOOKUP, arguments);
        return arguments.get(U64, 0);
    }

    /** Deletes a subvolume that contains no other subvolumes. */
    void delete(long subvolume) throws IOException {
        arguments.fill((byte) 0);
        arguments.set(U64, 16, SUBVOLUME_BY_ID);
        arguments.set(U64, 56, subvolume);
        call("ioctl", IOCTL, handle, SNAP_DESTROY_V2, arguments);
    }

    @Override
    public void close() throws IOException {
        try {
            call("close", CLOSE, handle);
        } finally {
            arena.close();
        }
    }

    private int call(String name, MethodHandle function, Object... values) throws IOException {
        Object[] all = new Object[values.length + 1];
        all[0] = errors;
        System.arraycopy(values, 0, all, 1, values.length);
        try {
            int result = (int) function.invokeWithArguments(all);
            if (result < 0) {
                throw new IOException("btrfs: " + name + " failed with errno " + (int) ERRNO.get(errors, 0L));
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // C library calls with the signatures given above
    private static MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), shape, all);
    }
}
