Console.WriteLine("GanStability");
