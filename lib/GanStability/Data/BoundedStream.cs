namespace GanStability;

/// <summary>
/// Reads another stream, forwards only, and no more of it than a limit: a few kilobytes of gzip can unpack to gigabytes.
/// </summary>
/// <param name="inner">The stream; disposed with this one.</param>
/// <param name="most">Bytes that may be read.</param>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    private long done;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        done += read;
        return done <= most
            ? read
            : throw new InvalidDataException(FormattableString.Invariant($"It unpacks to more than {most / 1_000_000} MB."));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
