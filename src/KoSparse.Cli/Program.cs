Console.WriteLine("kosparse");
