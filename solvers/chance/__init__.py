"""The lottery whose chances are capped, and the draw of whole pairs from them."""
