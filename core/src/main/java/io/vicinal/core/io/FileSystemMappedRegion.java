package io.vicinal.core.io;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;

/**
 * A mapping that can be undone. Java 17 has no public way to unmap a buffer; {@code
 * sun.misc.Unsafe.invokeCleaner} is the supported one ({@code jdk.unsupported} exports it for that)
 * and is called through a handle because naming the class is a warning that cannot be silenced.
 */
final class FileSystemMappedRegion implements MappedRegion {
  private static final MethodHandle UNMAP = findUnmap();

  private final MappedByteBuffer mapping;
  private final ByteBuffer view;
  private boolean closed;

  FileSystemMappedRegion(MappedByteBuffer mapping) {
    this.mapping = mapping;
    this.view = mapping.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer buffer() {
    return view;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      UNMAP.invokeExact((ByteBuffer) mapping);
    } catch (Throwable e) {
      // A method handle declares Throwable; this one throws nothing for a buffer never sliced.
      throw new IllegalStateException("cannot unmap " + mapping, e);
    }
  }

  private static MethodHandle findUnmap() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
